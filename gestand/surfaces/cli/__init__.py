"""The command line: a table of commands, each loaded only when it is used."""

from __future__ import annotations

from importlib import import_module

import click

from gestand import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("gestand.surfaces.cli.init", "Propose a declaration for your own database."),
    "check": ("gestand.surfaces.cli.check", "Find what is wrong in the declaration."),
    "lint": ("gestand.surfaces.cli.lint", "Find what the law asks and is not there."),
    "schema": ("gestand.surfaces.cli.schema", "Print what may stand in a file, for editors."),
    "upgrade": ("gestand.surfaces.cli.upgrade", "Bring the files to the form of today."),
    "plan": ("gestand.surfaces.cli.plan", "Show what goes, what stays, until when and why."),
    "apply": ("gestand.surfaces.cli.apply", "Carry out the plan, after showing it."),
    "decide": ("gestand.surfaces.cli.decide", "Answer a step that asks a person."),
    "decisions": ("gestand.surfaces.cli.decisions", "Print what was decided, by whom and why."),
    "access": ("gestand.surfaces.cli.access", "Write a person's answer: all that is held."),
    "may": ("gestand.surfaces.cli.may", "Tell what a purpose may do with somebody's values."),
    "consent": ("gestand.surfaces.cli.consent", "Record that somebody gives or withdraws consent."),
    "consents": ("gestand.surfaces.cli.consents", "Look at the register of consents."),
    "letter": ("gestand.surfaces.cli.letter", "Write a letter to somebody who asked."),
    "send": ("gestand.surfaces.cli.send", "Send a letter of a request by mail, once."),
    "code": ("gestand.surfaces.cli.code", "Settle who asks by a code to the address on file."),
    "package": ("gestand.surfaces.cli.package", "Let a person fetch an answer with a code."),
    "mail": ("gestand.surfaces.cli.mail", "Take in requests that come by mail."),
    "hold": ("gestand.surfaces.cli.hold", "Keep what a claim or an order needs, by two people."),
    "request": ("gestand.surfaces.cli.request", "Keep what people ask, and when it is due."),
    "alarms": ("gestand.surfaces.cli.alarms", "Tell all that must be done, and by when."),
    "work": ("gestand.surfaces.cli.work", "Do what is to be done every day, by itself."),
    "worker": ("gestand.surfaces.cli.worker", "Carry out runs beside workers elsewhere."),
    "notices": ("gestand.surfaces.cli.notices", "Tell recipients of what a request changed."),
    "breach": ("gestand.surfaces.cli.breach", "Write down a breach of data; the hours run."),
    "suppress": ("gestand.surfaces.cli.suppress", "Keep the list of who wants no marketing."),
    "serve": ("gestand.surfaces.api.serve", "Answer programs over HTTP, each by its token."),
    "token": ("gestand.surfaces.cli.token", "Make, list and revoke tokens for programs."),
    "webhooks": ("gestand.surfaces.cli.webhooks", "Tell programs what happened, or look."),
    "web": ("gestand.surfaces.web.serve", "Show the statement, take in requests, list cases."),
    "form": ("gestand.surfaces.cli.form", "Print the forms of purposes; embed one."),
    "views": ("gestand.surfaces.cli.views", "Give each purpose views of the tables, as SQL."),
    "who": ("gestand.surfaces.cli.who", "Print how facts.yaml names a person."),
    "due": ("gestand.surfaces.cli.due", "Tell on which day an answer is due, and why."),
    "recipients": ("gestand.surfaces.cli.recipients", "Tell who may get data, and until when."),
    "disclose": ("gestand.surfaces.cli.disclose", "Give a recipient what it may get of somebody."),
    "disclosures": ("gestand.surfaces.cli.disclosures", "Print what was given, and what refused."),
    "order": ("gestand.surfaces.cli.order", "Keep the register of orders of authorities."),
    "diff": ("gestand.surfaces.cli.diff", "Say what a version changes, and what follows."),
    "announce": ("gestand.surfaces.cli.announce", "Tell people of a new version, each once."),
    "publish": ("gestand.surfaces.cli.publish", "Write the statement: web, PDF and Markdown."),
    "registers": ("gestand.surfaces.cli.registers", "Write the registers of processing."),
    "promises": ("gestand.surfaces.cli.promises", "Tell of each promise whether it is kept."),
    "reach": ("gestand.surfaces.cli.reach", "Look how your sites and your address are reached."),
    "crawl": ("gestand.surfaces.cli.crawl", "Compare what your sites leave with the policy."),
    "evidence": ("gestand.surfaces.cli.evidence", "Pack the evidence for a third party."),
    "doctor": ("gestand.surfaces.cli.doctor", "Say what the databases lack and must allow."),
    "health": ("gestand.surfaces.cli.health", "Tell whether it can work; figures to watch."),
    "drill": ("gestand.surfaces.cli.drill", "Look whether backups hold what they must."),
    "residue": ("gestand.surfaces.cli.residue", "Look for what is left of a person, anywhere."),
    "undo": ("gestand.surfaces.cli.undo", "Bring back what a run removed, for a while."),
    "receipt": ("gestand.surfaces.cli.receipt", "Print what a run has written down of itself."),
    "keys": ("gestand.surfaces.cli.keys", "Make, change and look at the master key."),
    "verify": ("gestand.surfaces.cli.verify", "Look whether the ledger is what it was."),
    "demo": ("gestand.surfaces.cli.demo", "Build a small company and keep its promises."),
}


class CommandTable(click.Group):
    """A group that imports a command's module on use: `--help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a person needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command, or return None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing a single command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(cls=CommandTable, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gestand")
def main() -> None:
    """Gestand keeps the promises of a privacy statement."""
