"""My account."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_required
@require_safe
def account(request) -> HttpResponse:
    """What is stored about the reader, and the doors to change it."""
    return render(request, "accounts/account.html")
