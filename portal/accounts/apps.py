"""Accounts: keeps the staff groups and their permissions as the roles say."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from portal.accounts import checks  # noqa: F401  # registers itself

        # permissions exist only once every application has migrated
        post_migrate.connect(_keep_roles, dispatch_uid="accounts.roles")


def _keep_roles(sender, **kwargs) -> None:
    from portal.accounts import roles

    if sender.label == "wagtailusers" or sender.label == "auth":
        roles.ensure()
