"""The record: one table for every level, a tree of materialised paths."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from treebeard.mp_tree import MP_Node
from wagtail.models import RevisionMixin

from catalog import keys, rule
from catalog.authorities.models import Agent, Place
from catalog.records.querysets import RecordManager
from catalog.vocabulary import Access, AgentRole, DateCertainty, Level, PageDirection, PageLayout, Retention, Rights

NEVER_REVERTED = (
    "path",
    "depth",
    "numchild",
    "key",
    "access",
    "access_reason",
    "embargo_until",
    "effective_access",
    "effective_embargo",
    "preview_open",
    "proposed_opening",
    "epoch",
    "source",
    "source_id",
    "source_digest",
    "version",
    "created_at",
)


class Record(RevisionMixin, MP_Node):
    """A unit of description at any level: ISAD(G)'s 26 elements, Circular 05/2025's fields, and who may look."""

    key = models.CharField(max_length=16, unique=True, default=keys.mint, editable=False)

    # ISAD(G) 3.1 identity
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, default=Level.FILE)
    reference_code = models.CharField(_("reference code"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=1000)
    title_en = models.CharField(_("title in English"), max_length=1000, blank=True)
    public_title = models.CharField(
        _("public title"),
        max_length=1000,
        blank=True,
        help_text=_("Stands in for the true title while the record is not open to everyone."),
    )
    date_text = models.CharField(_("date as written"), max_length=200, blank=True)
    date_edtf = models.CharField(
        _("date (EDTF)"),
        max_length=60,
        blank=True,
        help_text=_("For example 1932, 1930~/1935, 1945-09-02."),
    )
    date_from = models.DateField(_("from"), null=True, blank=True, editable=False)
    date_to = models.DateField(_("to"), null=True, blank=True, editable=False)
    date_certainty = models.CharField(
        max_length=12, choices=DateCertainty.choices, default=DateCertainty.EXACT, editable=False
    )
    extent = models.CharField(_("extent and medium"), max_length=500, blank=True)

    # ISAD(G) 3.2 context (creators are agents)
    administrative_history = models.TextField(_("administrative history"), blank=True)
    custodial_history = models.TextField(_("archival history"), blank=True)
    acquisition = models.TextField(_("immediate source of acquisition"), blank=True)
    # 3.3 content and structure
    scope_content = models.TextField(_("scope and content"), blank=True)
    appraisal = models.TextField(_("appraisal, destruction and scheduling"), blank=True)
    accruals = models.TextField(_("accruals"), blank=True)
    arrangement = models.TextField(_("system of arrangement"), blank=True)
    # 3.4 conditions of access and use
    access_conditions = models.TextField(_("conditions governing access"), blank=True)
    reproduction_conditions = models.TextField(_("conditions governing reproduction"), blank=True)
    languages = models.CharField(_("language of material"), max_length=300, blank=True)
    physical_condition = models.TextField(_("physical characteristics"), blank=True)
    finding_aids = models.TextField(_("finding aids"), blank=True)
    # 3.5 allied materials
    originals_location = models.TextField(_("location of originals"), blank=True)
    copies_location = models.TextField(_("location of copies"), blank=True)
    related_units = models.TextField(_("related units of description"), blank=True)
    publication_note = models.TextField(_("publication note"), blank=True)
    # 3.6 notes, 3.7 description control
    note = models.TextField(_("note"), blank=True)
    archivist_note = models.TextField(_("archivist's note"), blank=True)
    rules = models.TextField(_("rules or conventions"), blank=True)
    description_dates = models.CharField(_("date of description"), max_length=200, blank=True)

    # Circular 05/2025/TT-BNV, where ISAD(G) has no element of its own
    document_type = models.CharField(_("document type"), max_length=80, blank=True)
    document_code = models.CharField(_("document number and notation"), max_length=80, blank=True)
    retention = models.CharField(_("retention"), max_length=2, choices=Retention.choices, blank=True)
    sheet_count = models.PositiveIntegerField(_("sheets"), null=True, blank=True)
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    paper_file_code = models.CharField(_("box and shelf"), max_length=100, blank=True)

    # access: own values, and the strictest of self and ancestors, kept by catalog.records.actions.changes
    access = models.CharField(_("access"), max_length=12, choices=Access.choices, default=Access.CLOSED)
    embargo_until = models.DateField(_("closed until"), null=True, blank=True)
    access_reason = models.CharField(_("reason for the access level"), max_length=300, blank=True)
    # the day on which a finding aid says that it opens; an archivist confirms it, the clock alone opens nothing
    proposed_opening = models.DateField(null=True, blank=True, editable=False)
    effective_access = models.CharField(
        _("access, with all that stands above"), max_length=12, default=Access.CLOSED, editable=False
    )
    effective_embargo = models.DateField(null=True, blank=True, editable=False)

    # a smaller copy that a record on request shows to everyone: illegible, yet enough to know it by
    preview_open = models.BooleanField(
        _("small pictures for everyone"),
        default=False,
        help_text=_("A record on request shows thumbnails of its pages to everyone."),
    )
    # raised whenever somebody may see less than before: every pass that was lent under an older one is void
    epoch = models.PositiveIntegerField(default=1, editable=False)

    # how its scans are to be read, and what may be done with them
    page_layout = models.CharField(
        _("how pages are read"),
        max_length=12,
        choices=PageLayout.choices,
        default=PageLayout.INDIVIDUALS,
    )
    page_direction = models.CharField(
        _("reading direction"),
        max_length=14,
        choices=PageDirection.choices,
        default=PageDirection.LEFT_TO_RIGHT,
    )
    rights = models.CharField(
        _("rights statement"), max_length=60, choices=Rights.choices, default=Rights.NOT_EVALUATED
    )

    # where the description came from, so that the same file can be imported again
    source = models.CharField(max_length=200, blank=True, editable=False)
    source_id = models.CharField(max_length=200, blank=True, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    tags = TaggableManager(_("keywords"), blank=True)
    agents = models.ManyToManyField(Agent, through="RecordAgent", related_name="records", blank=True)
    places = models.ManyToManyField(Place, related_name="records", blank=True, verbose_name=_("places"))

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RecordManager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        permissions = [
            ("see_closed_records", "Can see closed records and restricted scans"),
            ("change_access", "Can change who may see a record"),
        ]
        indexes = [
            models.Index(fields=["effective_access", "effective_embargo"], name="catalog_record_visible"),
            models.Index(fields=["reference_code"], name="catalog_record_code"),
            models.Index(
                fields=["proposed_opening"],
                condition=models.Q(proposed_opening__isnull=False),
                name="catalog_record_proposed",
            ),
            models.Index(fields=["date_from"], name="catalog_record_date"),
            models.Index(fields=["depth", "path"], name="catalog_record_depth_path"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source=""),
                name="catalog_record_once_a_source",
            ),
            models.CheckConstraint(
                name="catalog_record_dates_in_order",
                condition=models.Q(date_from__isnull=True)
                | models.Q(date_to__isnull=True)
                | models.Q(date_to__gte=models.F("date_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference_code} {self.title}".strip()

    def with_content_json(self, content) -> "Record":
        """An old revision is an old description; its place in the tree and who may see it are today's."""
        old = super().with_content_json(content)
        for name in NEVER_REVERTED:
            setattr(old, name, getattr(self, name))
        return old

    @property
    def ancestor_paths(self) -> list[str]:
        """Paths of this record and all above it, from the fonds down."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]

    @property
    def listed_title(self) -> str:
        """The title that lists, search and manifests may show to anyone who may see the description."""
        return self.public_title if self.title_is_guarded else self.title

    @property
    def seal(self) -> str:
        """Why it is not open to everyone today, in a few words; nothing where it is."""
        return rule.seal(self, timezone.localdate())

    @property
    def access_in_force(self) -> str:
        """The access that counts today, in words: the strictest of self and ancestors, and any embargo."""
        return self.seal or str(Access.OPEN.label)

    @property
    def title_is_guarded(self) -> bool:
        return rule.is_guarded(self)


class RecordAgent(models.Model):
    """An agent named on a record, as its creator or its subject."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="agent_links")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="record_links")
    role = models.CharField(_("role"), max_length=10, choices=AgentRole.choices, default=AgentRole.CREATOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "agent", "role"], name="catalog_agent_once_a_role")]

    def __str__(self) -> str:
        return f"{self.agent} ({self.get_role_display()})"
