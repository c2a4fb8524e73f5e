#include "notebook/percent/PercentHeader.h"

#include "notebook/json/JsonFields.h"
#include "notebook/percent/HeaderYaml.h"
#include "notebook/percent/PercentText.h"

#include <QRegularExpression>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QString uncommented(const QString &line)
{
    return line.mid(line.startsWith("# "_L1) ? 2 : 1);
}

bool isFence(const QString &line)
{
    static const QRegularExpression pattern(u"^# ?---\\s*$"_s);
    return pattern.match(line).hasMatch();
}

bool namesEncoding(const QString &line)
{
    // The title of a cell may say "coding:", too.
    static const QRegularExpression pattern(
        u"^[ \\t\\f]*#(?!\\s*(?:%%|<codecell>|In\\[)).*?coding[:=][ \\t]*[-\\w.]+"_s);
    return pattern.match(line).hasMatch();
}

/// Splits the lines between the fences into the notebook's and the others.
std::pair<QStringList, QStringList> sections(const QStringList &yaml)
{
    static const QRegularExpression jupyter(u"^jupyter\\s*:\\s*$"_s);
    std::pair<QStringList, QStringList> found;
    bool isJupyter = false;
    for (const QString &line : yaml) {
        if (jupyter.match(line).hasMatch())
            isJupyter = true;
        else if (!line.isEmpty() && !line.front().isSpace())
            isJupyter = false;
        (isJupyter ? found.first : found.second) += line;
    }
    return found;
}

QStringList fenced(const QStringList &yaml)
{
    QStringList lines{u"# ---"_s};
    for (const QString &line : yaml)
        lines += line.isEmpty() ? u"#"_s : u"# "_s + line;
    return lines << u"# ---"_s;
}

QStringList jupyterLines(const JsonFields &metadata)
{
    JsonFields root;
    root.set(u"jupyter"_s, metadata.toJson());
    return metadata.all().isEmpty() ? QStringList() : HeaderYaml::fromJson(root.toJson());
}

QStringList uncommented(const QStringList &lines)
{
    QStringList yaml;
    for (const QString &line : lines)
        yaml += uncommented(line);
    return yaml;
}

} // namespace

PercentHeader PercentHeader::fromLines(const QStringList &lines)
{
    PercentHeader header;
    if (lines.value(0).startsWith("#!"_L1))
        header.size = 1;
    if (namesEncoding(lines.value(header.size)) && !isFence(lines.value(header.size)))
        ++header.size;
    if (!isFence(lines.value(header.size)))
        return header;
    qsizetype end = header.size + 1;
    while (end < lines.size() && lines.at(end).startsWith(u'#') && !isFence(lines.at(end)))
        ++end;
    if (end >= lines.size() || !isFence(lines.at(end)))
        return header;
    header.yamlBegin = header.size;
    header.size = end + 1;
    const QStringList jupyter
        = sections(uncommented(lines.mid(header.yamlBegin + 1, end - header.yamlBegin - 1))).first;
    if (jupyter.isEmpty())
        return header;
    const auto json = HeaderYaml::toJson(jupyter);
    header.isUnderstood = json.has_value();
    const QByteArray metadata = json ? JsonFields(*json).value(u"jupyter"_s) : QByteArray();
    if (metadata.startsWith('{'))
        header.metadata = metadata;
    return header;
}

QStringList PercentHeader::newLines(const QByteArray &metadata)
{
    const JsonFields all(metadata);
    JsonFields kept;
    if (all.value(u"kernelspec"_s).startsWith('{'))
        kept.set(u"kernelspec"_s, all.value(u"kernelspec"_s));
    JsonFields jupytext(all.value(u"jupytext"_s));
    // By this Jupytext knows what it reads.
    jupytext.set(u"text_representation"_s,
                 R"({"extension": ".py", "format_name": "percent", "format_version": "1.3"})");
    kept.set(u"jupytext"_s, jupytext.toJson());
    return fenced(jupyterLines(kept));
}

QStringList PercentHeader::withMetadata(const QStringList &lines, const QByteArray &changed) const
{
    const JsonFields before(metadata);
    JsonFields kept;
    const QMap<QString, QByteArray> all = JsonFields(changed).all();
    for (auto field = all.cbegin(); field != all.cend(); ++field) {
        if (before.contains(field.key()) || field.key() == "kernelspec"_L1)
            kept.set(field.key(), field.value());
    }
    if (yamlBegin < 0)
        return lines.first(size) + fenced(jupyterLines(kept));
    if (!isUnderstood) // what is not understood cannot be written again
        return lines.first(size);
    const QStringList others
        = sections(uncommented(lines.mid(yamlBegin + 1, size - yamlBegin - 2))).second;
    return lines.first(yamlBegin) + fenced(others + jupyterLines(kept));
}

PercentDialect PercentHeader::dialect() const
{
    return JsonFields(metadata).contains(u"jupytext"_s) ? PercentDialect::Jupytext
                                                        : PercentDialect::Plain;
}

} // namespace sessionbook
