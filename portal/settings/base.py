"""What every installation shares."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

# what is written here, the database above all, is for the archive's own account and group
os.umask(0o027)

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.home.apps.HomeConfig",
    "portal.browse.apps.BrowseConfig",
    "portal.search.apps.SearchConfig",
    "portal.reading_room.apps.ReadingRoomConfig",
    "portal.accounts.apps.AccountsConfig",
    "exhibitions.apps.ExhibitionsConfig",
    "iiif.apps.IiifConfig",
    "catalog.apps.CatalogConfig",
    "themes.apps.ThemesConfig",
    "haystack",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django_cleanup.apps.CleanupSelectedConfig",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    # Wagtail's desk asks both for addresses; portal.urls keeps their forms off it
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.caching.PrivateByDefault",
    "django.middleware.security.SecurityMiddleware",
    "iiif.cors.OpenToAllOrigins",
    "portal.nul.NoNul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.second_factor.StaffNeedSecondFactor",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.theming.choosing.ThemeMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "themes/archive/templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "portal.theming.serving.CachedLoader",
                    [
                        "portal.theming.serving.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.pages.frame",
                "portal.theming.serving.context",
            ],
        },
    }
]

# -- data ---------------------------------------------------------------------------------------


def sqlite(folder: Path) -> dict:
    """The embedded database: a file in a folder."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "db.sqlite3",
        "CONN_MAX_AGE": 600,  # opening SQLite with its pragmas for every request costs as much as a page's queries
        "OPTIONS": {
            # IMMEDIATE: with Django's default, concurrent writers fail at once in spite of the timeout
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def database(folder: Path) -> dict:
    """PostgreSQL where ``TANGTHU_POSTGRES`` names a database, and SQLite where it does not.

    Where the server stands and who asks, libpq reads from its own variables: ``PGHOST``, ``PGUSER``, ``PGPASSWORD`` …
    """
    name = os.environ.get("TANGTHU_POSTGRES")
    if not name:
        return sqlite(folder)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,  # a server that was restarted must not fail each thread's next request
    }


# the demo never takes a real archive's database, whatever stands in the environment
DATABASES = {"default": sqlite(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

CACHES = {
    # shared by all processes: the counters that slow down guessing stand here
    "default": {"BACKEND": "portal.accounts.counters.SharedCache", "LOCATION": VAR / "cache"},
    # manifests that everybody gets, named by the versions of what is in them; a large one has two megabytes
    "documents": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "documents",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Public documents only ever enter "default"; staff search reads "staff".
HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "catalog.search.whoosh_engine.VnWhooshEngine",
        "PATH": VAR / "index/public",
    },
    "staff": {"ENGINE": "catalog.search.whoosh_engine.VnWhooshEngine", "PATH": VAR / "index/staff"},
}

# -- files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
THEMES = ROOT / "themes"
STATICFILES_DIRS = sorted(THEMES.glob("*/static"))
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
# as all files of the house: for the service and its group (an upload says so itself, whatever the umask)
FILE_UPLOAD_PERMISSIONS = 0o640
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Masters as they came in, never changed; access copies made from them; links that make copies public.
IIIF_MASTERS = VAR / "masters"
IIIF_COPIES = VAR / "copies"
# access copies in an S3-compatible bucket instead; a card stays in the folder for each. Credentials: AWS_… variables
IIIF_COPIES_BUCKET = ""
IIIF_COPIES_ENDPOINT = ""  # empty: Amazon's own
IIIF_COPIES_REGION = "us-east-1"
IIIF_OPEN = VAR / "open"
IIIF_LENT = VAR / "lent"
IIIF_INCOMING = VAR / "incoming"
# decisions about access once more, outside the database: a backup that is put back has forgotten the latest
ACCESS_JOURNAL = VAR / "access.journal"
IIIF_MAX_PIXELS = 400_000_000
IIIF_MAX_SIDE = 40_000
IIIF_MAX_MASTER_BYTES = 1024 * 1024 * 1024
IIIF_MAX_PDF_PAGES = 3000
# how long browsers and caches may show an open image without asking again; 0: they ask every time
IIIF_OPEN_SECONDS = 0
# what one answer of the image service may measure; announced in info.json and enforced
IIIF_MAX_WIDTH = 4096
IIIF_MAX_AREA = 16_000_000
# images that are no ready tile: so many are made at a time, so many wait; together fewer than the server's threads
IIIF_RENDERERS = 2
# a browser asks for six pictures at once: a page of covers must not be turned away by itself
IIIF_RENDERS_WAITING = 10
# other viewers that a reader may choose for an open document; {manifest} is its address
IIIF_VIEWERS = [
    ("Mirador", "https://projectmirador.org/embed/?iiif-content={manifest}"),
    ("Universal Viewer", "https://universalviewer.io/uv.html?manifest={manifest}"),
]
IIIF_TEXT_LANGUAGES = "vie"  # of Tesseract; several are joined by +
# readers' letters, sealed, and copies that wait to be fetched: never under an address of their own
READER_FILES = VAR / "readers"
COPY_FILES = VAR / "deliveries"
# "1:<32 bytes as base64>,2:…": the newest last; and another key for the index by which a number is found again
READER_KEYS = ""
READER_INDEX_KEY = ""
# the archive's certificate and key (PEM) for authenticated copies
SIGNING_CERTIFICATE = SIGNING_KEY = SIGNING_KEY_PASSWORD = ""
SIGNING_IS_TEST = False
LETTER_MAX_BYTES = 5 * 1024 * 1024
FINDING_AID_MAX_BYTES = 64 * 1024 * 1024

DATA_UPLOAD_MAX_NUMBER_FILES = 500
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# -- language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# ours, and what Wagtail and Django do not say in Vietnamese yet
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale/desk"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
FORMAT_MODULE_PATH = "portal.formats"
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
USE_TZ = True
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh"]  # the calendar of the desk is the calendar of the archive
TIME_ZONE = "Asia/Ho_Chi_Minh"

# -- people -------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email", "phone"}
# wrong passwords are counted (login_failed); a whole office behind one address may sign in within a minute. Messages to
# telephones are counted where they are sent: allauth would answer 500 to a number that was told a moment ago
ACCOUNT_RATE_LIMITS = {"login": None, "verify_phone": None}
# the form makes one of both enough (portal.accounts.signup)
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*", "password2*"]
ACCOUNT_FORMS = {"signup": "portal.accounts.signup.ReaderSignup"}
# the domain of a gateway that takes <digits>@domain as a short message; empty: readers sign up by e-mail
SMS_GATEWAY = ""
ACCOUNT_SIGNUP_FORM_CLASS = "portal.accounts.forms.ReaderSignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""


def proxies(default: str) -> list[str]:
    """Networks of the proxies in front ("unix" for a socket): of X-Forwarded-For only what they add is believed."""
    return [each for each in os.environ.get("TANGTHU_PROXIES", default).split(",") if each]


TRUSTED_PROXIES = proxies(default="")
ACCOUNT_ADAPTER = "portal.accounts.adapter.ReaderAccounts"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "portal.accounts.second_factor.SealedFactors"
MFA_TOTP_ISSUER = "Tàng Thư"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
STAFF_NEED_SECOND_FACTOR = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DEFAULT_FROM_EMAIL = "Tàng Thư <khong-tra-loi@luutru.example>"

# -- the desk -----------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Tàng Thư"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_FINISH_WORKFLOW_ACTION = "exhibitions.actions.approval.publish"
WAGTAIL_ENABLE_UPDATE_CHECK = False
# addresses are typed and read aloud: letters without marks
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 0  # a record has no draft: saving by itself would publish half a sentence
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# -- protection ---------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    # Wagtail's editor writes inline scripts; the desk is behind a login and sends no reader's page
    "EXCLUDE_URL_PREFIXES": ["/desk/"],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],  # the token of IIIF Authorization Flow 2.0 comes through a hidden frame
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_FAILURE_VIEW = "portal.pages.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
# the desk shows previews of its own pages in frames, so SAMEORIGIN and not DENY
SILENCED_SYSTEM_CHECKS = ["security.W019"]
