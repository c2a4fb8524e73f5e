#include "wording/ErrorText.h"

#include "wording/SignInText.h"

#include <QFileInfo>
#include <QLocale>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QString fileName(const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    return name.isEmpty() ? path : name;
}

} // namespace

QString ErrorText::of(const Error &error)
{
    return error.path.isEmpty() ? withoutFile(error) : aboutFile(error, fileName(error.path));
}

QString ErrorText::ofJournal(const Error &error)
{
    const QString folder = QFileInfo(error.path).path();
    if (error.kind == ErrorKind::DiskFull)
        return tr("The disk of ‘%1’ is full. Until there is space again, what you do not save is "
                  "lost if Sessionbook ends suddenly. Free some space, and save often.")
            .arg(folder);
    return tr("‘%1’ cannot be written to. Until it can, what you do not save is lost if "
              "Sessionbook ends suddenly. Check that folder, and save often.")
        .arg(folder);
}

QString ErrorText::aboutFile(const Error &error, const QString &file)
{
    switch (error.kind) {
    case ErrorKind::NotFound:
        return tr("Cannot find ‘%1’. Check the name and the folder.").arg(file);
    case ErrorKind::IsDirectory:
        return tr("‘%1’ is a folder, not a file. Choose a file in it.").arg(file);
    case ErrorKind::PermissionDenied:
        return tr("No permission to use ‘%1’. Change its permissions or choose another place.")
            .arg(file);
    case ErrorKind::DiskFull:
        return tr("Cannot write ‘%1’: the disk is full. Free some space and try again; the file is "
                  "as it was.")
            .arg(file);
    case ErrorKind::ReadFailed:
        return tr("Cannot read ‘%1’. Check that its disk or network folder is still there.")
            .arg(file);
    case ErrorKind::WriteFailed:
        return tr("Cannot write ‘%1’; the file is as it was. Try again or choose another place.")
            .arg(file);
    case ErrorKind::EmptyFile:
        return tr("‘%1’ is empty. Choose another file, or start a new notebook.").arg(file);
    case ErrorKind::InvalidJson:
        return invalidJson(error, file);
    case ErrorKind::NotANotebook:
        return tr("‘%1’ is not a notebook. Choose a file that Jupyter or Sessionbook wrote.")
            .arg(file);
    case ErrorKind::NotText:
        return tr("‘%1’ is not text in UTF-8: line %2, column %3 cannot be read. Save it as UTF-8 "
                  "with the editor it comes from.")
            .arg(file)
            .arg(error.line.value_or(1))
            .arg(error.column.value_or(1));
    case ErrorKind::UnsupportedFormat:
        return tr("‘%1’ is a notebook of a format newer than 4. "
                  "Update Sessionbook, or save it as format 4 with Jupyter.")
            .arg(file);
    case ErrorKind::TooLarge:
        return tr("‘%1’ is too large. Make it smaller or split it.").arg(file);
    case ErrorKind::ProcessFailed:
        return tr("‘%1’ could not be started or ended early. Check that it is installed.")
            .arg(file);
    case ErrorKind::Cancelled:
        return tr("Work on ‘%1’ was cancelled.").arg(file);
    case ErrorKind::ChangedOutside:
        return tr("Another program changed ‘%1’ since it was opened. Save under another name, or "
                  "replace it.")
            .arg(file);
    case ErrorKind::InvalidArgument:
        return tr("‘%1’ holds something that cannot be used. Mend it, or remove it.").arg(file);
    case ErrorKind::Internal:
        break;
    }
    return tr("Something in Sessionbook failed while working on ‘%1’. Please report it.").arg(file);
}

QString ErrorText::inTypedJson(const Error &error)
{
    //: %3 is what a parser says, in English
    return tr("This is no JSON object yet: line %1, column %2: %3. Mend it to apply it.")
        .arg(error.line.value_or(1))
        .arg(error.column.value_or(1))
        .arg(error.detail);
}

QString ErrorText::inPattern(const Error &error)
{
    //: %2 is what the engine of regular expressions says, in English
    return tr("Not a regular expression, at character %1: %2.")
        .arg(error.column.value_or(1))
        .arg(error.detail);
}

QString ErrorText::invalidJson(const Error &error, const QString &file)
{
    if (!error.line)
        return tr("‘%1’ is not a notebook: it is damaged or cut off. Open an earlier copy.")
            .arg(file);
    if (!error.column)
        return tr("‘%1’ is damaged at line %2, or cut off there. Mend that line, or open an "
                  "earlier copy.")
            .arg(file)
            .arg(*error.line);
    return tr("‘%1’ is damaged at line %2, column %3, or cut off there. "
              "Mend that line, or open an earlier copy.")
        .arg(file)
        .arg(*error.line)
        .arg(*error.column);
}

QString ErrorText::withoutFile(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::NotFound:
        return tr("The file was not found. Check its name.");
    case ErrorKind::IsDirectory:
        return tr("A folder was given where a file is needed. Choose a file.");
    case ErrorKind::PermissionDenied:
        return tr("Permission was denied. Change the permissions or choose another place.");
    case ErrorKind::DiskFull:
        return tr("The disk is full. Free some space and try again.");
    case ErrorKind::ReadFailed:
        return tr("Reading failed. Check that the disk or network folder is still there.");
    case ErrorKind::WriteFailed:
        return tr("Writing failed. Try again or choose another place.");
    case ErrorKind::EmptyFile:
        return tr("The file is empty. Choose another one.");
    case ErrorKind::InvalidJson:
        return error.line ? tr("The text is damaged at line %1, or cut off there. Mend that line.")
                                .arg(*error.line)
                          : tr("The text is damaged or cut off. Try an earlier copy.");
    case ErrorKind::NotANotebook:
        return tr("This is not a notebook. Choose a file that Jupyter or Sessionbook wrote.");
    case ErrorKind::NotText:
        return tr("This is not text in UTF-8. Save it as UTF-8 with the editor it comes from.");
    case ErrorKind::UnsupportedFormat:
        return tr("This notebook is of a format newer than 4. Save it as format 4 first.");
    case ErrorKind::InvalidArgument:
        return tr("A value that was given cannot be used. Check what you entered.");
    case ErrorKind::TooLarge:
        return tr("This is too large. Make it smaller or split it.");
    case ErrorKind::ProcessFailed:
        return tr("A program that Sessionbook needs could not be started or ended early. "
                  "Check that Sessionbook is installed completely.");
    case ErrorKind::Cancelled:
        return tr("This was cancelled.");
    case ErrorKind::ChangedOutside:
        return tr("Another program changed the file since it was opened. Save under another name.");
    case ErrorKind::Internal:
        break;
    }
    return tr("Something in Sessionbook failed. Please report it.");
}

QString ErrorText::of(const RestError &error)
{
    switch (error.kind) {
    case RestError::Kind::Cancelled:
        return tr("The request was cancelled.");
    case RestError::Kind::Timeout:
        return tr("The pool did not answer in time. Try again, or reconnect.");
    case RestError::Kind::ConnectionRefused:
        return tr("The pool cannot be reached: nothing answers at its address. "
                  "Check that it is running, then reconnect.");
    case RestError::Kind::HostNotFound:
        return tr("The pool cannot be reached: its host name is not known. "
                  "Check the address and the network, then reconnect.");
    case RestError::Kind::ConnectionLost:
        return tr("The connection to the pool broke off. Check the network, then reconnect.");
    case RestError::Kind::ProxyFailed:
        return proxyFailed(error);
    case RestError::Kind::TlsFailed:
        return tlsFailed(error);
    case RestError::Kind::Insecure:
        return tr("Nothing was sent, because the token would have left this computer unprotected. "
                  "Use an address that begins with https.");
    case RestError::Kind::Unauthorized:
        return tr("The pool refused the token. Sign in again, or enter a new token.");
    case RestError::Kind::Forbidden:
        return tr("You are signed in but may not use this pool. "
                  "Ask for the role ‘Azure ContainerApps Session Executor’ on it.");
    case RestError::Kind::NotFound:
        return tr("The pool does not know what was asked for: the session or the file is gone. "
                  "Run a cell to start a new session, or check the pool's address.");
    case RestError::Kind::Conflict:
        return tr("The session is busy with something else. Try again when it is done.");
    case RestError::Kind::TooLarge:
        return tr("The pool refused this as too large. Send something smaller.");
    case RestError::Kind::Throttled:
        return throttled(error);
    case RestError::Kind::BadRequest:
        return tr("The pool did not accept the request. Check the pool's address and version.");
    case RestError::Kind::ServerError:
        return tr("The pool had an internal fault. Try again in a moment.");
    case RestError::Kind::InvalidReply:
        return tr("The answer did not come from a session pool, or was damaged. Check the pool's "
                  "address.");
    case RestError::Kind::NoCredential:
        return noCredential(error);
    case RestError::Kind::LocalFile:
        return tr("The file on this computer could not be read or written. "
                  "Check that it is still there and that there is space.");
    }
    return tr("The request to the pool failed. Try again.");
}

QString ErrorText::noCredential(const RestError &error)
{
    const QString known = SignInText::of(error.code);
    return known.isEmpty()
        ? tr("No token was found. Sign in from the session menu or with ‘az login’, or set "
             "SESSIONBOOK_POOL_TOKEN.")
        : known;
}

QString ErrorText::proxyFailed(const RestError &error)
{
    if (error.httpStatus == 407)
        return tr("The proxy on the way to the pool asks for a user name and a password. Put them "
                  "into its address, such as https_proxy=http://name:password@host:port, and "
                  "start Sessionbook anew.");
    return tr("The proxy on the way to the pool cannot be reached or refused the connection. Check "
              "the system's proxy settings, or https_proxy and no_proxy.");
}

QString ErrorText::tlsFailed(const RestError &error)
{
    if (error.code == "CertificateOutOfDate"_L1)
        return tr("The pool's certificate is not valid today, so nothing was sent. Check this "
                  "computer's clock; if it is right, the pool's owner has to renew it.");
    if (error.code == "UnknownAuthority"_L1)
        return tr("This computer does not know who signed the pool's certificate, so nothing was "
                  "sent. A proxy that reads along does that: ask who runs the network for its "
                  "certificate, and add it to those of the system.");
    if (error.code == "HostNameMismatch"_L1)
        return tr("The certificate belongs to another host than the pool's address names, so "
                  "nothing was sent. Check the address.");
    return tr("The pool's certificate could not be verified, so nothing was sent. "
              "Check the address and this computer's clock.");
}

QString ErrorText::throttled(const RestError &error)
{
    if (!error.retryAfter)
        return tr(
            "The pool is full. Try again in a moment, or end a session that is no longer needed.");
    return tr("The pool is full and asks to wait. Try again in %n s.", nullptr,
              int(std::min<qint64>(error.retryAfter->count(), 86400)));
}

QString ErrorText::of(const RefusedUpload &refused)
{
    const QString file = fileName(refused.localPath);
    switch (refused.reason) {
    case UploadRefusal::NotFound:
        return tr("Cannot upload ‘%1’: it is no longer there. Choose it again.").arg(file);
    case UploadRefusal::IsDirectory:
        return tr("Cannot upload ‘%1’: it is a folder. Drop the files in it, or a zip file.")
            .arg(file);
    case UploadRefusal::Unreadable:
        return tr("Cannot upload ‘%1’: no permission to read it. Change its permissions first.")
            .arg(file);
    case UploadRefusal::TooLarge:
        return tr("Cannot upload ‘%1’: it is larger than %2. Split or compress it.")
            .arg(file, QLocale().formattedDataSize(UploadPlan::maximumBytes, 0));
    case UploadRefusal::UnsafeName:
        return tr("Cannot upload ‘%1’: the pool does not accept this name. "
                  "Rename it with letters, digits, spaces and - _ . only.")
            .arg(file);
    case UploadRefusal::NotALocalFile:
        return tr("Cannot upload ‘%1’: it is not a file on this computer. Save it here first.")
            .arg(file);
    }
    return tr("Cannot upload ‘%1’.").arg(file);
}

QString ErrorText::of(const CellRunInfo &failedRun)
{
    switch (failedRun.failure) {
    case RunFailure::Code:
        return failedRun.detail.isEmpty()
            ? tr("The cell failed. Its output shows why.")
            : tr("The cell failed with %1.").arg(firstLine(failedRun.detail));
    case RunFailure::OutOfMemory:
        //: %1: the Python error's name and message
        return tr("The cell needed more memory than its session may use (%1). "
                  "Delete what is no longer needed, or restart and work on less at once.")
            .arg(failedRun.detail.isEmpty() ? u"MemoryError"_s : firstLine(failedRun.detail));
    case RunFailure::SessionEnded:
        //: %1: the pool's own sentence, such as "The Python process ended with exit code 3."
        return failedRun.detail.isEmpty()
            ? tr("The session ended while the cell ran, perhaps because memory was used up. "
                 "Its variables are gone; restart and run the cells again.")
            : tr("The session ended while the cell ran: %1 "
                 "Its variables are gone; restart and run the cells again.")
                  .arg(firstLine(failedRun.detail));
    case RunFailure::TimedOut:
        return tr("The cell took longer than the time limit and was stopped. "
                  "Let it do less at once, or raise the limit.");
    case RunFailure::Transport:
        return failedRun.error ? of(*failedRun.error)
                               : tr("The pool did not answer. Reconnect and run the cell again.");
    case RunFailure::None:
        break;
    }
    return failedRun.state == RunState::Cancelled ? tr("The cell was interrupted.")
                                                  : tr("The cell has not failed.");
}

QString ErrorText::of(const SessionEnd &end)
{
    return tr("%1 Its variables and files are gone, the outputs are here. Rebuild sends the files "
              "and runs the cells again.")
        .arg(reasonOf(end));
}

QString ErrorText::reasonOf(const SessionEnd &end)
{
    switch (end.reason) {
    case SessionEnd::Reason::Idle:
        return tr("The session ended because nothing ran for as long as the pool waits.");
    case SessionEnd::Reason::AgeLimit:
        return tr("The session ended because the pool lets none live longer.");
    case SessionEnd::Reason::BeyondLimits:
        //: %1: the pool's own sentence
        return tr("The session went beyond its limits and was ended: %1")
            .arg(firstLine(end.detail));
    case SessionEnd::Reason::Deleted:
        return tr("The session was ended, here or elsewhere.");
    case SessionEnd::Reason::KernelDied:
        //: %1: the pool's own sentence
        return tr("The session's Python ended: %1").arg(firstLine(end.detail));
    case SessionEnd::Reason::FoundNew:
        return tr("The session was found new: the one before it ended meanwhile.");
    case SessionEnd::Reason::PoolGone:
        return tr("The pool on this computer ended, and its sessions with it.");
    case SessionEnd::Reason::Unreachable:
        return tr("The pool cannot be reached, so the session is taken for lost.");
    case SessionEnd::Reason::ProgramEnded:
        return tr("Sessionbook ended suddenly while this notebook had a session.");
    case SessionEnd::Reason::Unknown:
        break;
    }
    return tr("The session is not there any more; the pool does not say why.");
}

QString ErrorText::of(const SentFileCheck &check)
{
    const QString name = check.file.remoteName;
    switch (check.finding) {
    case SentFileCheck::Finding::Changed:
        return tr("‘%1’ is not what was sent: it has changed since.").arg(name);
    case SentFileCheck::Finding::Gone:
        return tr("‘%1’ is no longer at %2.").arg(name, check.file.localPath);
    case SentFileCheck::Finding::Unreadable:
        return tr("‘%1’ cannot be read. Check its permissions.").arg(name);
    case SentFileCheck::Finding::Same:
        break;
    }
    return tr("‘%1’ is as it was.").arg(name);
}

QString ErrorText::firstLine(const QString &detail)
{
    constexpr qsizetype longest = 200;
    const QString line = detail.section(u'\n', 0, 0).trimmed();
    return line.size() <= longest ? line : line.left(longest) + u'…';
}

} // namespace sessionbook
