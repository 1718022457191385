"""The embedded archive in one command: build what is missing, then serve it with its worker."""

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

READY = "demo-is-built"
# what runs beside the server: the queue, the calendar of exhibitions, the clock of the reading room, the indexes
WORKERS = (
    ("manage.py", "db_worker", "--interval", "0.5", "-v0"),
    ("manage.py", "keep_calendar", "--every", "5"),
    ("manage.py", "keep_reading_room", "--every", "5"),
    ("manage.py", "keep_search", "--every", "5"),
)


def _interrupt(*_) -> None:
    raise KeyboardInterrupt


class Command(BaseCommand):
    help = "Build the sample archive where it is missing and serve it, with the background worker."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--reset", action="store_true", help="start afresh: everything in the demo is lost")
        parser.add_argument("--build-only", action="store_true", help="build and do not serve")
        parser.add_argument("--few", type=int, default=None, help="draw only this many records of a kind")
        parser.add_argument(
            "--drawn", type=Path, help="keep drawn pages in this folder; those in it are not drawn anew"
        )

    def handle(self, *, host, port, reset, build_only, few, drawn, **options) -> None:
        if not hasattr(settings, "DEMO_PASSWORD"):
            raise CommandError("The demo runs with portal.settings.demo only: its password is known to everyone.")
        self.var = Path(settings.VAR)
        if reset and self.var.exists():
            shutil.rmtree(self.var)
        self.var.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        self._build(few, drawn)
        self.say(f"Ready after {time.monotonic() - began:.0f} seconds.")
        if not build_only:
            self._serve(host, port)

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _build(self, few: int | None, drawn: Path | None) -> None:
        self.say("Preparing the database")
        call_command("migrate", verbosity=0)
        self.say("Collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("make_test_certificate", stdout=io.StringIO())
        from fixtures import build, people, room, site

        users = people.invite(settings.DEMO_PASSWORD)
        if (self.var / READY).exists():
            return
        build.build(by=users["archivist"], say=self.say, limit=few, drawn=drawn)
        self.say("Furnishing the pages")
        site.furnish(by=users["curator"])
        room.furnish(users=users)
        # the worker would come to it in its own time; "shown in" should be true from the first visit
        call_command("rebuild_references_index", verbosity=0, stdout=io.StringIO())
        self.say("Indexing")
        call_command("rebuild_search", verbosity=0)
        (self.var / READY).touch()

    def _serve(self, host: str, port: int) -> None:
        """Run the server and the worker as children; a worker that ends is started again."""
        shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
        self.address = f"http://{shown}:{port}"
        self._name_site(shown, port)
        server = self._start(
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            host,
            "--port",
            str(port),
            "--workers",
            "1",
            "--blocking-threads",
            "16",
            "--no-ws",
            "--log-level",
            "error",
            "portal.wsgi:application",
        )
        self.workers = [self._start(*worker) for worker in WORKERS]
        self._invite()
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            self._watch(server)
        except KeyboardInterrupt:
            self.say("\nGood-bye. What you edited is kept; make demo goes on from here.")
        finally:
            # a second signal while this goes on would leave children behind
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            children = (server, *self.workers)
            for child in children:
                child.terminate()
            for child in children:
                child.wait(timeout=30)
        if server.returncode not in (0, -signal.SIGTERM):
            raise CommandError(f"The server ended by itself. Is port {port} taken? PORT=8001 make demo")

    def _start(self, *arguments: str) -> subprocess.Popen:
        settings_name = os.environ.get("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings_name,
            "TANGTHU_DEMO_ADDRESS": self.address,
        }
        return subprocess.Popen([sys.executable, *arguments], cwd=settings.ROOT, env=environment)  # noqa: S603

    def _watch(self, server: subprocess.Popen) -> None:
        while server.poll() is None:
            time.sleep(0.5)
            for place, worker in enumerate(self.workers):
                if worker.poll() is not None:
                    # whatever ended it, what waits stands in the queue or in the calendar
                    self.say("A worker ended by itself and is started again.")
                    time.sleep(2)
                    self.workers[place] = self._start(*WORKERS[place])

    @staticmethod
    def _name_site(host: str, port: int) -> None:
        """Tell Wagtail the address, for its part of the sitemap and for links between languages."""
        from wagtail.models import Site

        Site.objects.filter(is_default_site=True).update(hostname=host, port=port)
        Site.clear_site_root_paths_cache()

    def _invite(self) -> None:
        here = self.address
        self.say(f"""
Tàng Thư is open:

  {here}/            the portal in Vietnamese
  {here}/en/         the portal in English
  {here}/desk/       the editors' desk

Accounts: admin, archivist, curator, officer, officer2, researcher, researcher2
Password of all: {settings.DEMO_PASSWORD}

Try first:
  search “so hoa” or “279/KH-UBND”
  open {here}/r/{self._key()}/ and zoom into the plan of the town
  sign in as researcher, ask to see a record “On request”; as officer, screen it on the desk; as officer2, decide it
  order an authenticated copy; as officer, take the payment and make it; check it on the page that its QR code names
  as archivist, import a finding aid on the desk

Mail that the portal sends is printed here. Stop with Ctrl+C.
""")

    @staticmethod
    def _key() -> str:
        from catalog.models import Record

        plan = Record.objects.filter(source="mau:TKT", level="file", scans__isnull=False).first()
        return plan.key if plan else Record.objects.top().first().key
