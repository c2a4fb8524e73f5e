#include "DoorOptions.h"

#include "pool/http/HostRules.h"

#include <QCommandLineParser>
#include <QFile>

#include <arpa/inet.h>

#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr auto TokenVariable = "SESSIONBOOK_POOL_TOKEN";
constexpr qint64 MaxTokenFileBytes = 4096;

Error badUse(const QString &sentence)
{
    return Error{ErrorKind::InvalidArgument, sentence};
}

/// As inet_ntop() writes it, so that two spellings of one address are one text.
std::optional<QString> canonicalAddress(const QString &text)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> canonical{};
    for (const int family : {AF_INET, AF_INET6}) {
        if (inet_pton(family, text.toLatin1().constData(), bytes.data()) == 1
            && inet_ntop(family, bytes.data(), canonical.data(), canonical.size()) != nullptr)
            return QString::fromLatin1(canonical.data());
    }
    return {};
}

std::optional<DoorOptions::Auth> authOf(const QString &name)
{
    using Auth = DoorOptions::Auth;
    for (const Auth auth : {Auth::Token, Auth::Entra, Auth::None}) {
        DoorOptions options;
        options.auth = auth;
        if (options.authName() == name)
            return auth;
    }
    return {};
}

/// Tokens go into a header: visible ASCII, and no commas or spaces that a proxy could take for
/// separators.
Result<Secret> checkedToken(const QByteArray &token, const QString &source)
{
    const bool usable = !token.isEmpty()
        && std::ranges::all_of(token, [](char c) { return c > ' ' && c < '\x7f' && c != ','; });
    if (!usable)
        return badUse(
            u"%1 takes visible ASCII characters without spaces and commas."_s.arg(source));
    return Secret(token);
}

Result<Secret> tokenOfFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return badUse(u"--token-file: cannot read '%1': %2."_s.arg(path, file.errorString()));
    return checkedToken(file.read(MaxTokenFileBytes).trimmed(), u"--token-file"_s);
}

/// `--tls auto`, or `--tls CERTIFICATE` with the key behind it, which the parser takes for an
/// argument of the program.
Result<void> readTls(const QCommandLineParser &parser, DoorOptions &options)
{
    QStringList arguments = parser.positionalArguments();
    const QString value = parser.value(u"tls"_s);
    if (value == "auto"_L1) {
        options.tls = DoorOptions::Tls::Auto;
    } else if (parser.isSet(u"tls"_s)) {
        if (value.isEmpty() || arguments.isEmpty())
            return badUse(u"--tls takes auto, or the files of a certificate and of its key."_s);
        options.tls = DoorOptions::Tls::Files;
        options.certificateFile = value;
        options.keyFile = arguments.takeFirst();
    }
    if (!arguments.isEmpty())
        return badUse(u"Unexpected argument '%1'."_s.arg(arguments.constFirst()));
    return {};
}

} // namespace

void DoorOptions::describe(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"auth"_s,
         u"Who may speak to the pool. token, the default: who brings the bearer token. entra: who "
         "brings a JWT whose shape, audience and times are those of Microsoft Entra ID; its "
         "SIGNATURE IS NOT CHECKED, so this shows a client's mistakes and keeps nobody out. none: "
         "every program of this computer, on a loopback address only."_s,
         u"token|entra|none"_s, u"token"_s},
        {u"token"_s,
         u"Bearer token that requests must bring; a random one by default. Others on this "
         "computer can see it in the list of processes: better give --token-file, or the "
         "environment variable SESSIONBOOK_POOL_TOKEN."_s,
         u"token"_s},
        {u"token-file"_s, u"Read the bearer token from this file."_s, u"file"_s},
        {u"address"_s,
         u"Numeric address to listen on; 127.0.0.1 by default. On any but a loopback address, "
         "whoever reaches it and passes --auth can run code here."_s,
         u"address"_s, u"127.0.0.1"_s},
        {u"tls"_s,
         u"Speak https. auto: with a certificate for localhost, 127.0.0.1 and ::1, signed by an "
         "authority made for it; where they lie and how to trust them is printed. Else: with the "
         "certificate in this file, and its key in the file named behind it, both in PEM."_s,
         u"auto|certificate key"_s},
        {u"host"_s,
         u"A further name that requests may call the pool by in their Host header; may be given "
         "several times. Accepted without: localhost, 127.0.0.1, ::1 and the address."_s,
         u"name"_s},
    });
}

Result<DoorOptions> DoorOptions::read(const QCommandLineParser &parser)
{
    DoorOptions options;
    const auto auth = authOf(parser.value(u"auth"_s));
    if (!auth)
        return badUse(
            u"--auth takes token, entra or none, not '%1'."_s.arg(parser.value(u"auth"_s)));
    options.auth = *auth;
    const auto address = canonicalAddress(parser.value(u"address"_s));
    if (!address)
        return badUse(u"--address takes a numeric address such as 127.0.0.1, ::1 or 0.0.0.0, "
                      "not '%1'."_s.arg(parser.value(u"address"_s)));
    options.address = *address;
    if (options.auth == Auth::None && !options.isLoopback())
        return badUse(u"--auth none would let the whole network run code here: it goes with a "
                      "loopback address only, not with %1."_s.arg(*address));
    if (const auto read = readTls(parser, options); !read)
        return read.error();
    for (const QString &name : parser.values(u"host"_s)) {
        const auto host = HostRules::canonicalHost(name.toLatin1());
        if (!host)
            return badUse(u"--host takes a name or address, not '%1'."_s.arg(name));
        options.hosts.append(*host);
    }
    return options;
}

bool DoorOptions::isLoopback() const
{
    return address.startsWith("127."_L1) || address == "::1"_L1;
}

bool DoorOptions::isWildcard() const
{
    return address == "0.0.0.0"_L1 || address == "::"_L1;
}

QString DoorOptions::urlHost() const
{
    if (isWildcard())
        return hosts.value(0, u"127.0.0.1"_s);
    return address.contains(u':') ? u'[' + address + u']' : address;
}

QStringList DoorOptions::acceptedHosts() const
{
    return hosts + (isWildcard() ? QStringList() : QStringList{address});
}

QString DoorOptions::authName() const
{
    switch (auth) {
    case Auth::Entra:
        return u"entra"_s;
    case Auth::None:
        return u"none"_s;
    case Auth::Token:
        break;
    }
    return u"token"_s;
}

QString DoorOptions::urlScheme() const
{
    return tls == Tls::Off ? u"http"_s : u"https"_s;
}

QStringList DoorOptions::warnings() const
{
    QStringList sentences;
    if (!isLoopback())
        sentences.append(u"whoever reaches %1 and passes --auth %2 can run code here."_s.arg(
            address, authName()));
    if (auth == Auth::Entra)
        sentences.append(u"--auth entra does not check signatures: anybody can make a token that "
                         "passes."_s);
    if (auth == Auth::None)
        sentences.append(u"--auth none lets every program and user of this computer run code in "
                         "the sessions."_s);
    if (!isLoopback() && tls == Tls::Off)
        sentences.append(u"without --tls, whoever is on the way reads the token and all else."_s);
    if (tls == Tls::Auto
        && (!hosts.isEmpty() || (address != "127.0.0.1"_L1 && address != "::1"_L1)))
        sentences.append(u"the certificate of --tls auto names localhost, 127.0.0.1 and ::1 only; "
                         "clients refuse it by other names."_s);
    return sentences;
}

Result<Secret> readToken(const QCommandLineParser &parser)
{
    if (parser.isSet(u"token"_s) && parser.isSet(u"token-file"_s))
        return badUse(u"--token and --token-file exclude each other."_s);
    if (parser.isSet(u"token"_s))
        return checkedToken(parser.value(u"token"_s).toUtf8(), u"--token"_s);
    if (parser.isSet(u"token-file"_s))
        return tokenOfFile(parser.value(u"token-file"_s));
    if (qEnvironmentVariableIsSet(TokenVariable))
        return checkedToken(qgetenv(TokenVariable), QString::fromLatin1(TokenVariable));
    return Secret();
}

} // namespace sessionbook
