"""The reading room, and the terms that hold today."""

from datetime import date

import django.core.validators
import django.db.models.deletion
import portal.reading_room.copies.models
import uuid
from django.conf import settings
from django.db import migrations, models


BASIS = "Thủ tục hành chính 1.013932"
CIRCULAR = "Thông tư 05/2025/TT-BNV"
FIRST = date(2025, 7, 1)
TERMS = {
    "reading": (1, BASIS),
    "copying": (2, BASIS),
    "conditional": (7, BASIS),
    "information": (6, CIRCULAR),
    "card": (1, CIRCULAR),
    "answer": (10, ""),
    "payment": (10, ""),
}
KEPT = {"unconfirmed": 7, "letter": 90, "card": 30, "unserved": 365, "served": 1825}


def set_terms(apps, editor):
    """The terms that hold today."""
    for service, (days, basis) in TERMS.items():
        apps.get_model("reading_room", "ServiceTerm").objects.create(
            service=service, working_days=days, valid_from=FIRST, basis=basis
        )
    for kept, days in KEPT.items():
        apps.get_model("reading_room", "KeepingTerm").objects.create(kept=kept, days=days)


class Migration(migrations.Migration):
    replaces = [
        ("reading_room", "0001_access_requests"),
        ("reading_room", "0002_turns_and_terms"),
        ("reading_room", "0003_first_terms"),
        ("reading_room", "0004_whole_service"),
        ("reading_room", "0005_dossiers_of_old_requests"),
        ("reading_room", "0006_every_request_in_a_dossier"),
        ("reading_room", "0007_what_was_asked_for_exactly"),
        ("reading_room", "0008_money_changes"),
        ("reading_room", "0009_copies_by_hand_end"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0010_pages_taken_away"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeepingTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kept",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Account that was never confirmed"),
                            ("letter", "Letter of introduction, after the decision on the card"),
                            ("card", "Identity and telephone numbers, after the card has ended"),
                            ("unserved", "Request that was refused or cancelled: who asked and why"),
                            ("served", "Request that was served: who asked and why"),
                        ],
                        max_length=12,
                        unique=True,
                        verbose_name="what is kept",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(7300),
                        ],
                        verbose_name="days",
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
            ],
            options={
                "verbose_name": "term of keeping",
                "verbose_name_plural": "terms of keeping",
                "ordering": ["kept"],
            },
        ),
        migrations.CreateModel(
            name="RefusalGround",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("personal-data", "It holds personal data of living people."),
                            ("fragile", "The original is fragile or being restored."),
                            ("processing", "It is still being arranged."),
                            ("purpose", "The purpose does not show why this document is needed."),
                            ("owner", "The agency that handed it over does not agree."),
                            ("no-answer", "What was asked of you was not answered in time."),
                            ("other", "Another reason, given below."),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="legal basis")),
                ("basis_en", models.CharField(blank=True, max_length=300, verbose_name="legal basis in English")),
                ("valid_from", models.DateField(verbose_name="holds from")),
            ],
            options={
                "verbose_name": "ground of refusal",
                "verbose_name_plural": "grounds of refusal",
                "ordering": ["reason", "-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="RoomRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "superior",
                    models.CharField(blank=True, max_length=160, verbose_name="superior body, as it stands on papers"),
                ),
                (
                    "agency",
                    models.CharField(blank=True, max_length=160, verbose_name="the archive, as it stands on papers"),
                ),
                ("agency_en", models.CharField(blank=True, max_length=160, verbose_name="the archive in English")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="place that stands before a date")),
                (
                    "signer_title",
                    models.CharField(blank=True, max_length=80, verbose_name="in whose name copies are signed"),
                ),
                (
                    "hold_minutes",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="minutes for which a seat is held",
                    ),
                ),
                (
                    "days_ahead",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="days ahead that can be booked",
                    ),
                ),
                (
                    "visits_at_once",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="visits that a reader may have booked",
                    ),
                ),
                (
                    "files_a_visit",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="files for one visit",
                    ),
                ),
                (
                    "paper_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days for which paper is kept for a reader",
                    ),
                ),
                (
                    "online_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days for reading in the system, at most",
                    ),
                ),
                (
                    "download_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="days in which a copy is to be fetched",
                    ),
                ),
                (
                    "purge_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="days after which a copy that was not fetched is purged",
                    ),
                ),
                (
                    "card_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="months for which a card is valid",
                    ),
                ),
                ("appeal", models.TextField(blank=True, verbose_name="how to appeal")),
                ("appeal_en", models.TextField(blank=True, verbose_name="how to appeal, in English")),
                (
                    "bank_bin",
                    models.CharField(
                        blank=True,
                        max_length=6,
                        validators=[django.core.validators.RegexValidator("^\\d{6}$", "Six digits.")],
                        verbose_name="bank (BIN of Napas)",
                    ),
                ),
                (
                    "bank_account",
                    models.CharField(
                        blank=True,
                        max_length=19,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9A-Za-z]{4,19}$", "Digits and letters only.")
                        ],
                        verbose_name="account number",
                    ),
                ),
                (
                    "bank_name",
                    models.CharField(blank=True, max_length=160, verbose_name="bank and holder of the account"),
                ),
                (
                    "director_email",
                    models.EmailField(
                        blank=True,
                        help_text="Told of every change of fees and of the account.",
                        max_length=254,
                        verbose_name="the director's e-mail address",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of the reading room",
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=40, unique=True, verbose_name="label")),
                (
                    "kind",
                    models.CharField(
                        choices=[("desk", "Desk"), ("map", "Map table"), ("computer", "Computer")],
                        default="desk",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("in_service", models.BooleanField(default=True, verbose_name="in service")),
            ],
            options={
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
                "ordering": ["label"],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("register", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("register", "year"), name="reading_room_one_counter_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("01", "Personal"), ("02", "Official duty"), ("03", "Special official duty")],
                        max_length=2,
                        verbose_name="purpose",
                    ),
                ),
                ("purpose_text", models.TextField(max_length=500, verbose_name="what you need it for")),
                (
                    "fee_class",
                    models.CharField(
                        choices=[
                            ("01", "Pupil, student or doctoral candidate"),
                            ("02", "Relative of a martyr"),
                            ("03", "War invalid or sick soldier"),
                            ("04", "Taken part in the resistance"),
                            ("05", "Helped the revolution"),
                            ("06", "Keeper of the cult of a martyr"),
                            ("07", "Pensioner"),
                            ("08", "Receiver of an allowance for lost working strength or an accident at work"),
                            ("09", "Ill by occupation"),
                            ("10", "None of these"),
                        ],
                        default="10",
                        max_length=2,
                        verbose_name="group for fees",
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="submitted")),
                (
                    "researcher",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="dossiers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "ordering": ["-submitted_at"],
            },
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lines", models.JSONField(default=list)),
                ("total", models.PositiveIntegerField(verbose_name="total")),
                ("issued_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "paid_by",
                    models.CharField(
                        blank=True,
                        choices=[("counter", "At the counter"), ("transfer", "By bank transfer")],
                        max_length=8,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("number", models.PositiveIntegerField(null=True)),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bills", to="reading_room.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "bill",
                "verbose_name_plural": "bills",
                "ordering": ["-issued_at"],
            },
        ),
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("online", "Read online"),
                            ("room", "See the paper in the reading room"),
                            ("copy", "Plain copy"),
                            ("authenticated", "Authenticated copy"),
                            ("package", "Authenticated package of the whole file"),
                            ("information", "Ask a question about it"),
                        ],
                        default="online",
                        max_length=14,
                        verbose_name="use",
                    ),
                ),
                ("pages", models.CharField(blank=True, max_length=200, verbose_name="pages")),
                ("scan_keys", models.JSONField(default=list)),
                (
                    "copy_format",
                    models.CharField(
                        choices=[("pdf", "PDF, as a download"), ("paper", "On paper, at the counter")],
                        default="pdf",
                        max_length=6,
                        verbose_name="format",
                    ),
                ),
                ("wish", models.TextField(blank=True, max_length=500, verbose_name="the reader adds")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted"),
                            ("needs_info", "Waits for the reader"),
                            ("screened", "Screened, waits for approval"),
                            ("consulting", "The owner agency is asked"),
                            ("quoted", "Waits for payment"),
                            ("preparing", "Being prepared"),
                            ("ready", "Ready for the reader"),
                            ("in_use", "Handed over"),
                            ("approved", "Approved"),
                            ("closed", "Completed"),
                            ("refused", "Refused"),
                            ("cancelled", "Cancelled"),
                            ("revoked", "Ended by the archive"),
                        ],
                        default="submitted",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="submitted")),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                ("clock_from", models.DateField(null=True)),
                ("clock_days", models.PositiveSmallIntegerField(default=0)),
                ("decision_due_on", models.DateField(null=True)),
                ("ready_at", models.DateTimeField(null=True, verbose_name="ready since")),
                ("kept_until", models.DateField(null=True)),
                ("days_left", models.PositiveSmallIntegerField(null=True)),
                ("screened_at", models.DateTimeField(null=True, verbose_name="screened")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("personal-data", "It holds personal data of living people."),
                            ("fragile", "The original is fragile or being restored."),
                            ("processing", "It is still being arranged."),
                            ("purpose", "The purpose does not show why this document is needed."),
                            ("owner", "The agency that handed it over does not agree."),
                            ("no-answer", "What was asked of you was not answered in time."),
                            ("other", "Another reason, given below."),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("reply", models.TextField(blank=True, verbose_name="words to the reader")),
                ("extension_asked_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True, verbose_name="done")),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="access_request",
                        to="catalog.accessgrant",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="access_requests", to="catalog.record"
                    ),
                ),
                (
                    "researcher",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="access_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "screened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="reading_room.bill",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="reading_room.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "access request",
                "verbose_name_plural": "access requests",
                "ordering": ["-submitted_at"],
                "permissions": [("decide_accessrequest", "Can decide access requests")],
            },
        ),
        migrations.CreateModel(
            name="Fee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="what it is for")),
                ("name_en", models.CharField(blank=True, max_length=160, verbose_name="in English")),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("copy", "Plain copy"),
                            ("authenticated", "Authenticated copy"),
                            ("package", "Authenticated package of the whole file"),
                        ],
                        max_length=14,
                        verbose_name="kind of copy",
                    ),
                ),
                (
                    "copy_format",
                    models.CharField(
                        choices=[("pdf", "PDF, as a download"), ("paper", "On paper, at the counter")],
                        max_length=6,
                        verbose_name="format",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("page", "page"), ("document", "document")], max_length=8, verbose_name="per"
                    ),
                ),
                (
                    "amount",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100000000)], verbose_name="amount in đồng"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="holds from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
            ],
            options={
                "verbose_name": "fee",
                "verbose_name_plural": "table of fees",
                "ordering": ["use", "copy_format", "-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="reading_room_fee_in_order",
                        violation_error_message="The last day stands before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeReduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fee_class",
                    models.CharField(
                        choices=[
                            ("01", "Pupil, student or doctoral candidate"),
                            ("02", "Relative of a martyr"),
                            ("03", "War invalid or sick soldier"),
                            ("04", "Taken part in the resistance"),
                            ("05", "Helped the revolution"),
                            ("06", "Keeper of the cult of a martyr"),
                            ("07", "Pensioner"),
                            ("08", "Receiver of an allowance for lost working strength or an accident at work"),
                            ("09", "Ill by occupation"),
                            ("10", "None of these"),
                        ],
                        max_length=2,
                        verbose_name="group",
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="reduction in per cent"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="holds from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
            ],
            options={
                "verbose_name": "reduction of fees",
                "verbose_name_plural": "reductions of fees",
                "ordering": ["fee_class", "-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="reading_room_reduction_in_order",
                        violation_error_message="The last day stands before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("sha512", models.CharField(max_length=128)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(verbose_name="to be fetched until")),
                ("fetched", models.PositiveIntegerField(default=0, verbose_name="times fetched")),
                ("purged_at", models.DateTimeField(null=True)),
                (
                    "access_request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery",
                        to="reading_room.accessrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issued_at", models.DateTimeField(verbose_name="handed over")),
                ("due_on", models.DateField(verbose_name="to be returned by")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="returned")),
                ("condition", models.CharField(blank=True, max_length=300, verbose_name="condition on return")),
                (
                    "access_request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="loan",
                        to="reading_room.accessrequest",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.record"
                    ),
                ),
            ],
            options={
                "verbose_name": "loan",
                "verbose_name_plural": "loans",
                "ordering": ["due_on"],
            },
        ),
        migrations.CreateModel(
            name="MoneyChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("account", "The account that fees are paid to"),
                            ("fee", "Table of fees"),
                            ("reduction", "Reductions of fees"),
                        ],
                        max_length=10,
                        verbose_name="table",
                    ),
                ),
                ("row", models.PositiveBigIntegerField(help_text="empty for a new row", null=True)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second officer"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "change of fees or account",
                "verbose_name_plural": "changes of fees or account",
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="day of the week",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("am", "Morning"), ("pm", "Afternoon")], max_length=2, verbose_name="part of the day"
                    ),
                ),
                ("opens", models.TimeField(verbose_name="opening time")),
                ("closes", models.TimeField(verbose_name="closing time")),
                ("valid_from", models.DateField(verbose_name="holds from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "opening hours",
                "verbose_name_plural": "opening hours",
                "ordering": ["weekday", "part", "-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))),
                        name="reading_room_closes_after_it_opens",
                        violation_error_message="The room closes after it opens.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReaderCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("citizen", "Citizen, by citizen card"),
                            (
                                "organisation",
                                "On behalf of an organisation, by citizen card and letter of introduction",
                            ),
                            ("foreigner", "Foreigner, by passport and letter"),
                        ],
                        max_length=12,
                        verbose_name="kind of reader",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("01", "Personal"), ("02", "Official duty"), ("03", "Special official duty")],
                        max_length=2,
                        verbose_name="purpose",
                    ),
                ),
                ("purpose_text", models.TextField(blank=True, max_length=500, verbose_name="what you need it for")),
                ("institution", models.CharField(blank=True, max_length=200, verbose_name="institution")),
                ("nationality", models.CharField(blank=True, max_length=80, verbose_name="nationality")),
                ("number_sealed", models.BinaryField(default=b"")),
                ("number_index", models.CharField(blank=True, db_index=True, max_length=32)),
                ("phone_sealed", models.BinaryField(default=b"")),
                ("letter_name", models.CharField(blank=True, max_length=120)),
                ("consented_at", models.DateTimeField()),
                ("consent_version", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Waits for the desk"),
                            ("checked", "Checked, waits for a second officer"),
                            ("verified", "Valid"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        default="requested",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="requested")),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                ("checked_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("reply", models.TextField(blank=True, verbose_name="words to the reader")),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("number", models.PositiveIntegerField(null=True)),
                ("valid_until", models.DateField(null=True, verbose_name="valid until")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cards",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reader's card",
                "verbose_name_plural": "readers' cards",
                "ordering": ["-requested_at"],
            },
        ),
        migrations.CreateModel(
            name="Retrieval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("place", models.CharField(max_length=160, verbose_name="box and shelf")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("fetched_at", models.DateTimeField(null=True, verbose_name="fetched")),
                ("shelved_at", models.DateTimeField(null=True, verbose_name="back on the shelf")),
                (
                    "fetched_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shelved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "retrieval",
                "verbose_name_plural": "retrievals",
                "ordering": ["place"],
            },
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="retrieval",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="requests",
                to="reading_room.retrieval",
            ),
        ),
        migrations.CreateModel(
            name="ServiceTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("reading", "Providing an open document for reading"),
                            ("copying", "Providing copies"),
                            ("conditional", "Deciding on a record that is open on request"),
                            ("information", "Answering a question"),
                            ("card", "Checking a reader's card"),
                            ("answer", "A reader's answer to a question"),
                            ("payment", "A reader's payment"),
                        ],
                        max_length=12,
                        verbose_name="service",
                    ),
                ),
                (
                    "working_days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="working days",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="holds from")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
            ],
            options={
                "verbose_name": "term of a service",
                "verbose_name_plural": "terms of services",
                "ordering": ["service", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("service", "valid_from"), name="reading_room_one_term_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "found",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="Did you get what you needed?",
                    ),
                ),
                (
                    "in_time",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="Was it in time?",
                    ),
                ),
                (
                    "served",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="How were you treated?",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="What should we do better?")),
                ("answered_at", models.DateTimeField()),
                (
                    "access_request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey",
                        to="reading_room.accessrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to the survey",
                "ordering": ["-answered_at"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "part",
                    models.CharField(
                        choices=[("am", "Morning"), ("pm", "Afternoon")], max_length=2, verbose_name="part of the day"
                    ),
                ),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Held for a few minutes"),
                            ("booked", "Booked"),
                            ("came", "The reader came"),
                            ("cancelled", "Cancelled by the reader"),
                            ("moved_out", "Cancelled: the reading room is closed that day"),
                        ],
                        default="held",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("held_until", models.DateTimeField(null=True)),
                ("booked_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="visits",
                        to="reading_room.dossier",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reading_room_visits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="reading_room.seat"
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ["day", "part"],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("question", "Question to the reader"),
                            ("answer", "Answer of the reader"),
                            ("extension", "The reader asks for more time"),
                            ("consult", "Question to the owner agency"),
                            ("opinion", "Answer of the owner agency"),
                            ("note", "Internal note"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="text")),
                ("at", models.DateTimeField()),
                (
                    "access_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="reading_room.accessrequest",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "word about a request",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("restoration", "Under restoration"),
                            ("exhibition", "On exhibition"),
                            ("processing", "Being arranged"),
                            ("digitisation", "Being digitised"),
                        ],
                        max_length=14,
                        verbose_name="why",
                    ),
                ),
                ("since", models.DateField(verbose_name="from")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="Readers are told the day after. Leave it empty where nobody knows.",
                        null=True,
                        verbose_name="until (last day)",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="internal note")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="catalog.record"
                    ),
                ),
            ],
            options={
                "verbose_name": "absence from the shelf",
                "verbose_name_plural": "absences from the shelf",
                "ordering": ["-since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="reading_room_absence_in_order",
                        violation_error_message="The last day stands before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BasketItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("online", "Read online"),
                            ("room", "See the paper in the reading room"),
                            ("copy", "Plain copy"),
                            ("authenticated", "Authenticated copy"),
                            ("package", "Authenticated package of the whole file"),
                            ("information", "Ask a question about it"),
                        ],
                        max_length=14,
                        verbose_name="use",
                    ),
                ),
                ("pages", models.CharField(blank=True, max_length=200, verbose_name="pages")),
                (
                    "copy_format",
                    models.CharField(
                        choices=[("pdf", "PDF, as a download"), ("paper", "On paper, at the counter")],
                        default="pdf",
                        max_length=6,
                        verbose_name="format",
                    ),
                ),
                ("wish", models.TextField(blank=True, max_length=500, verbose_name="what you add")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="basket", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.record"
                    ),
                ),
            ],
            options={
                "verbose_name": "thing in the basket",
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("reader", "record", "use"), name="reading_room_once_in_the_basket")
                ],
            },
        ),
        migrations.CreateModel(
            name="CertifiedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "code",
                    models.CharField(
                        default=portal.reading_room.copies.models.verification_code, max_length=12, unique=True
                    ),
                ),
                ("reference_code", models.CharField(max_length=120, verbose_name="reference code")),
                ("pages", models.PositiveIntegerField(verbose_name="pages")),
                ("issued_at", models.DateTimeField(verbose_name="issued")),
                ("sha512", models.CharField(max_length=128)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "access_request",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="certified",
                        to="reading_room.accessrequest",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "authenticated copy",
                "verbose_name_plural": "authenticated copies",
                "ordering": ["-year", "-number"],
                "constraints": [models.UniqueConstraint(fields=("year", "number"), name="reading_room_copy_number")],
            },
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(fields=("year", "number"), name="reading_room_receipt_number"),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("returned_at", None)), fields=("unit",), name="reading_room_a_file_is_out_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="readercard",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("requested", "checked", "verified"))),
                fields=("reader",),
                name="reading_room_one_card_a_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="readercard",
            constraint=models.UniqueConstraint(fields=("year", "number"), name="reading_room_card_number"),
        ),
        migrations.AddConstraint(
            model_name="retrieval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("shelved_at", None)), fields=("place",), name="reading_room_a_box_is_fetched_once"
            ),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(fields=["state", "due_on"], name="reading_room_queue"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("submitted", "needs_info", "screened", "consulting"))),
                fields=("record", "researcher", "use"),
                name="reading_room_one_open_request",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="reading_room_refusal_has_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["day", "part", "state"], name="reading_room_visit_day"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("held", "booked", "came"))),
                fields=("seat", "day", "part"),
                name="reading_room_a_seat_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("held", "booked", "came"))),
                fields=("reader", "day", "part"),
                name="reading_room_a_reader_once",
            ),
        ),
        migrations.RunPython(set_terms, migrations.RunPython.noop),
    ]
