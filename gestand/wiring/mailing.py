"""Chooses what sends letters and what reads the mailbox."""

from __future__ import annotations

from collections.abc import Callable

from gestand.core.datamap.model import MailServers
from gestand.errors import CannotRun
from gestand.post.base import Post
from gestand.post.folder import WAY, FolderPost
from gestand.post.imap import ImapMailbox
from gestand.post.shown import ShownPost
from gestand.post.smtp import SmtpPost
from gestand.work.intake import Intake
from gestand.work.project import Project
from gestand.work.sending import Sender


def sender_of(project: Project) -> Sender:
    """Return who sends the letters of an organisation; CannotRun where no server is named."""
    servers = _servers(project)
    if project.policy is None or not servers.out:
        message = "no server is named that takes letters: add `out:` to `mail:` in the data map"
        raise CannotRun(message)
    post: Post
    if servers.out.startswith(WAY):
        post = FolderPost.at(servers.out, project.root)
    else:
        post = SmtpPost.at(servers.out)
    return Sender(project.policy.controller.name, servers.sender, post)


def shown_by(show: Callable[[str], None]) -> Post:
    """Return what shows letters where a program runs, and sends none: to try something out."""
    return ShownPost(show)


def mailbox_of(project: Project) -> tuple[ImapMailbox, Intake]:
    """Return the mailbox of an organisation, and whose it is; CannotRun where none is named."""
    servers = _servers(project)
    if project.policy is None or not servers.inbox:
        message = "no mailbox is named: add `inbox:` to `mail:` in the data map"
        raise CannotRun(message)
    how = Intake(servers.sender, project.zone, project.policy, servers.trusts, servers.questions)
    return ImapMailbox.at(servers.inbox), how


def _servers(project: Project) -> MailServers:
    mail = project.datamap.mail if project.datamap else None
    if mail is None:
        message = "the data map names no mail servers: add `mail:`, with `from:` and `out:`"
        raise CannotRun(message)
    return mail
