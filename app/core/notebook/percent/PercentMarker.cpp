#include "notebook/percent/PercentMarker.h"

#include "notebook/json/JsonObjectText.h"
#include "notebook/json/JsonText.h"
#include "notebook/percent/MarkerOptions.h"

#include <QSet>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

const QString ownEmptyLinesKey = u"own_empty_lines"_s;

/// The part behind the percent signs, and how many there are more than two.
std::pair<QString, int> partsOf(const QString &line)
{
    const qsizetype percent = line.indexOf(u"%%"_s);
    if (percent < 0) // the older markers, <codecell> and In[1]
        return {};
    qsizetype at = percent + 2;
    while (at < line.size() && line[at] == u'%')
        ++at;
    return {line.mid(at).trimmed(), static_cast<int>(at - percent - 2)};
}

bool takeKind(QString &title, const QString &word)
{
    const qsizetype at = title.indexOf(word);
    if (at < 0)
        return false;
    title = (title.left(at) + title.mid(at + word.size())).trimmed();
    return true;
}

CellKind kindOf(const QString &name)
{
    if (name == "markdown"_L1 || name == "md"_L1)
        return CellKind::Markdown;
    return name == "raw"_L1 ? CellKind::Raw : CellKind::Code;
}

/// For which kinds of files ("py", "ipynb") a cell is active where it says so.
std::optional<QStringList> activeIn(const JsonFields &metadata)
{
    if (metadata.contains(u"active"_s))
        return JsonText::toString(metadata.value(u"active"_s)).replace(u'.', u',').split(u',');
    const JsonFields runControl(metadata.value(u"run_control"_s));
    if (runControl.value(u"frozen"_s) == "true")
        return QStringList{u"ipynb"_s};
    for (const QString &tag : JsonObjectText::texts(metadata.toJson(), u"tags")) {
        if (tag.startsWith("active-"_L1))
            return tag.split(u'-');
    }
    return std::nullopt;
}

/// A title that would be read as something else goes among the metadata.
bool isPlainTitle(const QString &title)
{
    return !title.isEmpty() && title == title.simplified() && !title.contains(u'=')
        && !title.contains(u'{') && !title.contains(u'[') && !title.startsWith(u'%')
        && !title.startsWith(u'.') && !title.contains(" ."_L1)
        && std::ranges::all_of(title, [](QChar c) { return c.isPrint(); });
}

} // namespace

PercentMarker PercentMarker::fromLine(const QString &line)
{
    const auto [text, depth] = partsOf(line);
    MarkerOptions options = MarkerOptions::fromText(text);
    PercentMarker marker;
    marker.metadata = options.metadata;
    marker.isUnderstood = options.isUnderstood;
    if (takeKind(options.title, u"[markdown]"_s) || takeKind(options.title, u"[md]"_s))
        marker.kind = CellKind::Markdown;
    else if (takeKind(options.title, u"[raw]"_s))
        marker.kind = CellKind::Raw;
    if (const QByteArray kind = marker.metadata.take(u"cell_type"_s); !kind.isEmpty())
        marker.kind = kindOf(JsonText::toString(kind));
    if (depth > 0)
        marker.metadata.set(u"cell_depth"_s, QByteArray::number(depth));
    if (!options.title.isEmpty())
        marker.metadata.set(u"title"_s, JsonText::fromString(options.title));
    marker.ownEmptyLines = JsonText::toInt(marker.metadata.take(ownEmptyLinesKey)).value_or(-1);

    if (marker.kind != CellKind::Code) {
        marker.body = Body::Comments;
        return marker;
    }
    const auto active = activeIn(marker.metadata);
    if (active && !active->contains("ipynb"_L1))
        marker.kind = CellKind::Raw;
    const QString language = JsonText::toString(marker.metadata.value(u"language"_s));
    if (marker.kind == CellKind::Code && isLanguage(language)) {
        marker.metadata.take(u"language"_s);
        marker.language = language;
        marker.languageArguments = JsonText::toString(marker.metadata.take(u"magic_args"_s));
    }
    const bool isCode = isActive(marker.metadata) && marker.language.isEmpty();
    marker.body = isCode ? Body::Code : Body::Comments;
    return marker;
}

QString PercentMarker::toLine() const
{
    JsonFields fields = metadata;
    const int depth
        = std::clamp(JsonText::toInt(fields.value(u"cell_depth"_s)).value_or(0), 0, 100);
    QStringList words;
    const QString title = JsonText::toString(fields.value(u"title"_s));
    if (isPlainTitle(title)) {
        words += title;
        fields.take(u"title"_s);
    }
    if (kind == CellKind::Markdown)
        words += u"[markdown]"_s;
    else if (kind == CellKind::Raw && body == Body::Comments)
        words += u"[raw]"_s;
    if (!language.isEmpty())
        fields.set(u"language"_s, JsonText::fromString(language));
    if (!languageArguments.isEmpty())
        fields.set(u"magic_args"_s, JsonText::fromString(languageArguments));
    if (ownEmptyLines >= 0)
        fields.set(ownEmptyLinesKey, QByteArray::number(ownEmptyLines));
    // A marker of more than two signs wants something behind them.
    const bool hasMore = !words.isEmpty() || fields.all().size() > 1;
    if (depth > 0 && hasMore)
        fields.take(u"cell_depth"_s);
    words.prepend(u"# %%"_s + (hasMore ? QString(depth, u'%') : QString()));
    if (const QString options = MarkerOptions::toText(fields); !options.isEmpty())
        words += options;
    return words.join(u' ');
}

JsonFields PercentMarker::writable(const QByteArray &metadata)
{
    JsonFields fields(metadata);
    for (const QString &name :
         {u"autoscroll"_s, u"collapsed"_s, u"scrolled"_s, u"trusted"_s, u"execution"_s,
          u"ExecuteTime"_s, u"skipline"_s, u"noskipline"_s, u"cell_marker"_s,
          u"lines_to_next_cell"_s, u"lines_to_end_of_cell_marker"_s, u"cell_type"_s, u"language"_s,
          u"magic_args"_s, ownEmptyLinesKey})
        fields.take(name);
    return fields;
}

bool PercentMarker::isLanguage(const QString &name)
{
    static const QSet<QString> names{
        u"R"_s,     u"bash"_s,   u"sh"_s,       u"javascript"_s, u"js"_s,      u"perl"_s,
        u"html"_s,  u"latex"_s,  u"markdown"_s, u"pypy"_s,       u"ruby"_s,    u"script"_s,
        u"svg"_s,   u"matlab"_s, u"octave"_s,   u"sql"_s,        u"cython"_s,  u"haskell"_s,
        u"julia"_s, u"rust"_s,   u"scala"_s,    u"powershell"_s, u"gnuplot"_s, u"spark"_s};
    return names.contains(name);
}

bool PercentMarker::isActive(const JsonFields &metadata)
{
    const auto active = activeIn(metadata);
    return !active || active->contains("py"_L1);
}

bool PercentMarker::isScriptOnly(const JsonFields &metadata)
{
    const auto active = activeIn(metadata);
    return active && active->contains("py"_L1) && !active->contains("ipynb"_L1);
}

} // namespace sessionbook
