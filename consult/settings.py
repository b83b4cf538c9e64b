"""All settings, from environment variables, safe by default.

`docs/reference/settings.md` documents every variable read here. Everything written at run time
lies under ``DATA_DIR``.
"""

import hmac
from ipaddress import ip_network
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
for _folder in ("logs", "media", "broker", "reports", "static"):
    (DATA_DIR / _folder).mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)


def _secret_key() -> str:
    """``SECRET_KEY``, or one made on first start and kept in ``DATA_DIR``."""
    given = env("SECRET_KEY", default="")
    if given:
        return given
    from django.core.management.utils import get_random_secret_key

    path = DATA_DIR / "secret_key"
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(get_random_secret_key())
    except FileExistsError:
        pass
    key = path.read_text().strip()
    if not key:
        raise ImproperlyConfigured(f"{path} is empty: delete it, or set SECRET_KEY.")
    return key


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Signs what the site says of its ledgers; see `comments.register.ledger.signing`.
LEDGER_KEY = Path(env("LEDGER_KEY", default=str(DATA_DIR / "ledger.key")))
PUBLIC_URL = env("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Addresses begin at the top of the host, whatever a request says of a prefix.
FORCE_SCRIPT_NAME = ""
ROOT_URLCONF = "consult.urls"
WSGI_APPLICATION = "consult.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "consult",
    "home",
    "policies",
    "comments",
    "analysis",
    "reports",
    "sample",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "consult.accounts.apps.StaffAccountsConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "consult.middleware.ProxyAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "consult.middleware.CharsetMiddleware",
    "consult.pages.page_cache.PageCacheMiddleware",
    "consult.outages.PatienceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "consult.accounts.gate.StaffGateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "home.visibility.LookOnceMiddleware",
    "home.old_addresses.OldAddressMiddleware",
    "home.redirects.OpenRedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database. SQLite takes concurrent writers only with all four of these. Requests wait less, see
# `consult.outages`. At synchronous=FULL a comment is on the disk before its receipt is shown.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
        " PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
    ),
}
# In seconds but the last, which is in milliseconds: a server that is gone is found out.
POSTGRESQL_OPTIONS = {
    "connect_timeout": 2,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'maoni.sqlite3'}")
}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
    # Registers of people: nobody else on this machine reads them.
    Path(DATABASES["default"]["NAME"]).touch(mode=0o600)
    # A file, not memory: worker processes started by tests must see the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["ENGINE"] = "consult.postgresql"
    DATABASES["default"]["OPTIONS"] = POSTGRESQL_OPTIONS | DATABASES["default"].get("OPTIONS", {})

CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{DATA_DIR}/cache")}
# Others may keep things on the same server, another Maoni too: what is theirs is not found.
_own = hmac.new(SECRET_KEY.encode(), b"cache", "sha256").hexdigest()[:12]
_own = CACHES["default"].setdefault("KEY_PREFIX", _own)
CACHES["pages"] = CACHES["default"] | {"KEY_PREFIX": f"{_own}-pages"}
if CACHES["default"]["BACKEND"].endswith("FileBasedCache"):
    # At Django's 300 the counters of limits would be thrown out by those of other addresses.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 20_000)
    CACHES["pages"]["LOCATION"] = str(Path(CACHES["default"]["LOCATION"]) / "pages")
    CACHES["pages"]["OPTIONS"] = {"MAX_ENTRIES": 5_000}
elif CACHES["default"]["BACKEND"].endswith("RedisCache"):
    for _cache in CACHES.values():
        _cache["OPTIONS"] = {"socket_connect_timeout": 0.3, "socket_timeout": 0.5}
for _cache in CACHES.values():
    _cache["BACKEND"] = _cache["BACKEND"].replace(
        "django.core.cache.backends.filebased.", "consult.pages.caches."
    )
    _cache["BACKEND"] = _cache["BACKEND"].replace(
        "django.core.cache.backends.redis.", "consult.pages.caches."
    )
# How long a page may be kept whole for readers without a session, in seconds; 0 keeps none.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=600)

# Jobs. A job is a row; the broker only wakes a worker, so nothing here keeps results.
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.2,
}
if CELERY_BROKER_URL.startswith("filesystem:"):
    _broker = DATA_DIR / "broker"
    (_broker / "messages").mkdir(exist_ok=True)
    (_broker / "control").mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS |= {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS |= {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
    }
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 1500
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TIMEZONE = "Africa/Nairobi"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-reports": {"task": "reports.sweep", "schedule": 15.0},
    "sweep-policies": {"task": "policies.sweep", "schedule": 15.0},
    "post-updates": {"task": "policies.post_updates", "schedule": 60.0},
    "prune-mails": {"task": "policies.prune_mails", "schedule": 3600.0},
    "sweep-mails": {"task": "policies.sweep_mails", "schedule": 60.0},
    "sweep-phone": {"task": "comments.sweep_phone", "schedule": 60.0},
    "sweep-comments": {"task": "comments.sweep", "schedule": 15.0},
    "sweep-campaigns": {"task": "comments.sweep_campaigns", "schedule": 20.0},
    "keep-checkpoints": {"task": "comments.keep_checkpoints", "schedule": 60.0},
    "forget-exports": {"task": "comments.forget_exports", "schedule": 3600.0},
    "clear-memorandum-drafts": {"task": "comments.clear_memorandum_drafts", "schedule": 3600.0},
    "clear-unsent-files": {"task": "comments.clear_unsent_files", "schedule": 600.0},
    "publish-scheduled": {"task": "policies.publish_scheduled", "schedule": 60.0},
}

# Messages by phone. Each door is closed while it has no secret; see `comments.channels.phone`.
PHONE_SECRETS = {
    "sms": env.list("SMS_SECRETS", default=[]),
    "ussd": env.list("USSD_SECRETS", default=[]),
    "flow": env.list("FLOW_SECRETS", default=[]),
    "kobo": env.list("KOBO_SECRETS", default=[]),
}
if any(len(secret) < 20 for secrets in PHONE_SECRETS.values() for secret in secrets):
    raise ImproperlyConfigured("A secret of SMS, USSD, FLOW or KOBO is shorter than 20 characters.")
PHONE_NETWORKS = {
    channel: [ip_network(each) for each in networks]
    for channel, networks in {
        "sms": env.list("SMS_NETWORKS", default=[]),
        "ussd": env.list("USSD_NETWORKS", default=[]),
        "flow": env.list("FLOW_NETWORKS", default=[]),
        "kobo": env.list("KOBO_NETWORKS", default=[]),
    }.items()
}
# Telephone numbers are kept as hashes with this key.
PHONE_KEY = (
    env("PHONE_KEY", default="")
    or hmac.new(SECRET_KEY.encode(), b"telephone numbers", "sha256").hexdigest()
)
# The word with which every message begins on a number that several share.
SMS_PREFIX = env("SMS_PREFIX", default="")
SMS_API_KEY = env("SMS_API_KEY", default="")
SMS_API_URL = env("SMS_API_URL", default="https://api.africastalking.com/version1/messaging")
SMS_USERNAME = env("SMS_USERNAME", default="")
SMS_SENDER = env("SMS_SENDER", default="")
# How long a number stays with an answer that could not be sent, in days.
PHONE_NUMBER_DAYS = env.int("PHONE_NUMBER_DAYS", default=30)
SET_ASIDE_DAYS = env.int("SET_ASIDE_DAYS", default=365)
PRIVACY_URL = env("PRIVACY_URL", default=f"{PUBLIC_URL}/privacy/")

# How long a worker may stay silent before its row is taken over by another, in seconds.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)

# Accounts
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False  # `consult.accounts`
# Whether staff need a second factor before anything of the admin answers.
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=not DEBUG)
# How long staff stay signed in without doing anything, and at all.
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", default=120)
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=12)
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
ACCOUNT_ADAPTER = "consult.accounts.adapters.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"  # the administrator gave the address
ACCOUNT_FORMS = {
    "change_password": "consult.accounts.forms.ChangePasswordForm",
    "login": "consult.accounts.forms.SignInForm",
    "reauthenticate": "consult.accounts.forms.ConfirmForm",
    "reset_password": "consult.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "consult.accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_RATE_LIMITS = False  # `consult.accounts.attempts` lets nobody be locked out
ACCOUNT_REAUTHENTICATION_METHODS = ["password"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
MFA_ADAPTER = "consult.accounts.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "activate_totp": "consult.accounts.forms.PhoneForm",
    "add_webauthn": "consult.accounts.forms.KeyForm",
    "authenticate": "consult.accounts.forms.CodeForm",
    "authenticate_webauthn": "consult.accounts.forms.UseKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off

# Languages, time and place
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Nairobi"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("sw", "Kiswahili")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["consult.language.formats"]
PLACES_FILE = Path(env("PLACES_FILE", default=str(BASE_DIR / "home" / "data" / "kakamega.json")))

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "consult.pages.stylesheets.JoinedStylesheetStorage"},
}
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
REPORTS_ROOT = DATA_DIR / "reports"
ATTACHMENTS_ROOT = DATA_DIR / "attachments"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a Wagtail page with a long body posts many
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", default=25 * 1024 * 1024)

# E-mail
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 5
# How long it stays on record, in days, what became of each mail to a follower.
MAIL_RECORD_DAYS = env.int("MAIL_RECORD_DAYS", default=90)
if MAIL_RECORD_DAYS < 1:
    raise ImproperlyConfigured("MAIL_RECORD_DAYS is less than a day: set 1 or more.")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Maoni <maoni@localhost>")

# Security
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
HTTPS = env.bool("HTTPS", default=False)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers do so at localhost alone
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# A browser's built-in list takes years to leave.
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "consult.sent_forms.not_ours"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview frames pages of its own origin
CONTENT_SECURITY_POLICY = {
    # Wagtail's admin carries inline scripts and is for signed-in staff only.
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # the frames of Wagtail's preview, see above
    "security.W021",  # HSTS_PRELOAD is the owner's to decide
]
if not HTTPS:
    # Plain HTTP on a local network or a developer's machine: said in the settings reference.
    SILENCED_SYSTEM_CHECKS += [
        "security.W004",
        "security.W008",
        "security.W012",
        "security.W016",
    ]

# Wagtail
WAGTAIL_SITE_NAME = env("SITE_NAME", default="Maoni")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILREDIRECTS_AUTO_CREATE = False  # `home.old_addresses` knows more languages and routes
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "policies.publishing.approval.publish_approved"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("sw", "Kiswahili")]
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_secrets": {"()": "consult.access_log.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        name: {"level": "WARNING"} for name in ("allauth", "django_tasks", "fontTools", "wagtail")
    },
}
