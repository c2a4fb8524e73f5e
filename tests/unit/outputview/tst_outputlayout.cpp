#include "LayoutFixtures.h"
#include "notebook/files/NotebookFile.h"
#include "outputs/ImageDecoder.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int width = 600;
constexpr int margin = 20;

Output display(const QString &type, const QByteArray &data, const QByteArray &metadata = "{}")
{
    return Output::display(
        {.data = {{{type, data}}}, .metadata = metadata, .executionCount = {}, .isResult = false});
}

Output text(const QString &text)
{
    return Output::stream(u"stdout"_s, text);
}

Output html(const QString &html)
{
    return display(u"text/html"_s, html.toUtf8());
}

Output keyError()
{
    const QString ruler(75, u'-');
    return Output::error(
        {u"KeyError"_s,
         u"'mass'"_s,
         {u"\x1b[0;31m"_s + ruler + u"\x1b[0m"_s,
          u"\x1b[0;31mKeyError\x1b[0m           Traceback (most recent call last)"_s,
          u"File \x1b[0;32m/usr/lib/python3/dist-packages/pandas/base.py:3802\x1b[0m, in \x1b[0;36mget_loc\x1b[0m()\n-> 3802 return LIBRARY\n"_s,
          u"Cell \x1b[0;32mIn[5], line 1\x1b[0m\n\x1b[0;32m----> 1\x1b[0m penguins['mass']\n"_s,
          u"\x1b[0;31mKeyError\x1b[0m: 'mass'"_s}});
}

QString pandasTable(int columns = 2)
{
    QString head
        = u"<table border=\"1\" class=\"dataframe\"><thead><tr style=\"text-align: right;\"><th></th>"_s;
    QString row;
    for (int i = 0; i < columns; ++i) {
        head += u"<th>column_%1</th>"_s.arg(i);
        row += u"<td>%1</td>"_s.arg(39.1 + i);
    }
    return head + u"</tr></thead><tbody><tr><th>0</th>"_s + row + u"</tr><tr><th>1</th>"_s + row
        + u"</tr></tbody></table>"_s;
}

} // namespace

class OutputLayoutTest : public QObject
{
    Q_OBJECT
private slots:
    void init();

    void pictureIsPaintedInItsPlace();
    void pictureHasItsDeclaredSizeOnASharpScreen();
    void pictureIsMadeSmallerButNeverLarger();
    void brokenPictureBecomesALine();
    void brokenPictureShowsItsTextBelowTheReason();
    void darkPageGivesPicturesAGround();
    void tableHasZebraRowsAndALineUnderItsHeader();
    void wideTableCanBeMovedSideways();
    void errorIsAFieldWithARedEdge();
    void libraryFramesUnfold();
    void longTextFoldsItsMiddle();
    void standardErrorHasAQuietEdge();
    void selectionSpansBlocks();
    void wordsAreSelected();
    void tableCellsAreCopiedByTabs();
    void linksAreFound();
    void markdownKeepsItsSourceAsText();
    void picturesInMarkdownAreShown();
    void filesNamedInMarkupAreNotRead();
    void picturesInMarkupFitTheWidth();
    void emptyOutputsTakeNoRoom();
    void everySharedNotebookIsLaidOutAndPainted();

private:
    std::unique_ptr<OutputLayout> layout(const QList<Output> &outputs, int forWidth = width)
    {
        auto made
            = std::make_unique<OutputLayout>(OutputDocument::from(outputs), m_theme, *m_images);
        made->setWidth(forWidth);
        return made;
    }
    /// Paints until every picture asked for has come out of the cache.
    QImage settled(const OutputLayout &shown, qreal ratio = 1)
    {
        const QSignalSpy ready(m_images.get(), &ImageCache::imageReady);
        painted(shown, m_theme, width);
        if (!ready.isEmpty() || QTest::qWaitFor([&] { return !ready.isEmpty(); }, 1000))
            QTest::qWait(10);
        return painted(shown, m_theme, width, margin, ratio);
    }
    QColor color(ColorRole role) const { return m_theme.color(role); }

    Theme m_theme;
    std::unique_ptr<ImageCache> m_images;
};

void OutputLayoutTest::init()
{
    m_theme = themeNamed(u"light"_s);
    m_images = std::make_unique<ImageCache>();
}

void OutputLayoutTest::pictureIsPaintedInItsPlace()
{
    const auto shown
        = layout({text(u"above"_s), display(u"image/png"_s, pngBase64({40, 30}, Qt::red))});

    const QImage image = settled(*shown);

    const int top = margin + shown->height() - 30;
    QCOMPARE(image.pixelColor(margin + 20, top + 15), QColor(Qt::red));
    QCOMPARE(image.pixelColor(margin + 45, top + 15), color(ColorRole::Page));
    QVERIFY(!holdsColor(image, QRect(0, 0, image.width(), top - 1), Qt::red));
    QVERIFY(shown->imageAt({20, shown->height() - 10}));
    QVERIFY(!shown->imageAt({45, shown->height() - 10}));
    QVERIFY(!shown->imageAt({5, 5}));
}

void OutputLayoutTest::pictureHasItsDeclaredSizeOnASharpScreen()
{
    const auto shown = layout({display(u"image/png"_s, pngBase64({80, 60}, Qt::red),
                                       "{\"image/png\":{\"width\":40,\"height\":30}}")});

    const QImage image = settled(*shown, 2);

    QCOMPARE(shown->height(), 30);
    QCOMPARE(image.pixelColor(2 * margin + 79, 2 * margin + 59), QColor(Qt::red));
    QCOMPARE(image.pixelColor(2 * margin + 81, 2 * margin + 30), color(ColorRole::Page));
}

void OutputLayoutTest::pictureIsMadeSmallerButNeverLarger()
{
    QCOMPARE(layout({display(u"image/png"_s, pngBase64({1200, 600}, Qt::red))})->height(), 300);
    QCOMPARE(layout({display(u"image/png"_s, pngBase64({20, 10}, Qt::red))})->height(), 10);
}

void OutputLayoutTest::brokenPictureBecomesALine()
{
    QByteArray png = pngBase64({400, 300}, Qt::red);
    png.truncate(80);
    const auto shown = layout({display(u"image/png"_s, png)});
    QCOMPARE(shown->height(), 300);

    const QImage image = settled(*shown);

    QCOMPARE_LT(shown->height(), 40);
    QVERIFY(shown->shows(ImageDecoder::keyOf(png)));
    QVERIFY(!shown->imageAt({5, 5}));
    QVERIFY(image.pixelColor(margin, margin) == color(ColorRole::Page));
}

void OutputLayoutTest::brokenPictureShowsItsTextBelowTheReason()
{
    QByteArray png = pngBase64({400, 300}, Qt::red);
    png.truncate(80);
    const auto heightWith = [&](const QByteArray &plain) {
        const auto shown = layout(
            {Output::display({.data = {{{u"image/png"_s, png}, {u"text/plain"_s, plain}}}})});
        settled(*shown);
        return shown->height();
    };

    const int bare = heightWith({});
    const int one = heightWith("<Figure size 640x480 with 1 Axes>");
    const int many = heightWith(QByteArray("line\n").repeated(1000));

    QCOMPARE_LT(bare, one);
    QCOMPARE_LT(one, many);
    QCOMPARE_LT(many, 600); // bounded
}

void OutputLayoutTest::darkPageGivesPicturesAGround()
{
    m_theme = themeNamed(u"dark"_s);
    QImage clear(40, 30, QImage::Format_ARGB32);
    clear.fill(Qt::transparent);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    clear.save(&buffer, "PNG");

    const auto shown = layout({display(u"image/png"_s, bytes.toBase64())});

    QCOMPARE(settled(*shown).pixelColor(margin + 20, margin + 15), color(ColorRole::PictureGround));
}

void OutputLayoutTest::tableHasZebraRowsAndALineUnderItsHeader()
{
    const auto shown = layout({html(pandasTable())});
    const QImage image = painted(*shown, m_theme, width);

    QVERIFY(holdsColor(image, image.rect(), color(ColorRole::TableZebra)));
    QVERIFY(holdsColor(image, image.rect(), color(ColorRole::Line)));
    QVERIFY2(shown->height() > 60 && shown->height() < 100,
             qPrintable(QString::number(shown->height())));
    // No frame: the row above the first row of text is page.
    QVERIFY(!holdsColor(image, QRect(0, 0, image.width(), margin + 4), color(ColorRole::Line)));
}

void OutputLayoutTest::wideTableCanBeMovedSideways()
{
    const auto shown = layout({html(pandasTable(30))});

    QVERIFY(!shown->scrollSideways({10, 10}, -50));
    QVERIFY(shown->scrollSideways({10, 10}, 50));
    QVERIFY(shown->scrollSideways({10, 10}, 1'000'000));
    QVERIFY(!shown->scrollSideways({10, 10}, 50));
    QVERIFY(!layout({html(pandasTable(2))})->scrollSideways({10, 10}, 50));
    const QImage image = painted(*shown, m_theme, width);
    QVERIFY(!holdsColor(image, QRect(margin + width, 0, margin, image.height()),
                        color(ColorRole::TableZebra)));
}

void OutputLayoutTest::errorIsAFieldWithARedEdge()
{
    const auto shown = layout({keyError()});
    const QImage image = painted(*shown, m_theme, width);
    const int middle = margin + shown->height() / 2;

    QCOMPARE(image.pixelColor(margin - Theme::fieldPaddingX + 1, middle), color(ColorRole::Error));
    QCOMPARE(image.pixelColor(margin - Theme::fieldPaddingX + 6, middle),
             color(ColorRole::ErrorField));
    QCOMPARE(image.pixelColor(margin + width + Theme::fieldPaddingX - 3, middle),
             color(ColorRole::ErrorField));
    QCOMPARE(image.pixelColor(margin + width + Theme::fieldPaddingX + 2, middle),
             color(ColorRole::Page));
    QVERIFY(shown->plainText().contains("LIBRARY"_L1));
}

void OutputLayoutTest::libraryFramesUnfold()
{
    const auto shown = layout({keyError()});
    const int folded = shown->height();
    shown->selectAll();
    QVERIFY(!shown->selectedText().contains("LIBRARY"_L1));
    QVERIFY(shown->selectedText().startsWith("KeyError: 'mass'\nCell In[5], line 1"_L1));
    QString anchor;
    for (int x = 0; x < width && anchor.isEmpty(); ++x)
        anchor = shown->anchorAt({x, Theme::fieldPaddingY + 8});

    QCOMPARE(anchor, u"sessionbook:expand/0"_s);
    QVERIFY(shown->activate(anchor));

    QCOMPARE_GT(shown->height(), folded);
    shown->selectAll();
    QVERIFY(shown->selectedText().contains("LIBRARY"_L1));
    QVERIFY(shown->activate(anchor));
    QCOMPARE(shown->height(), folded);
    QVERIFY(!shown->activate(u"sessionbook:expand/7"_s));
    QVERIFY(!shown->activate(u"https://x.org"_s));
}

void OutputLayoutTest::longTextFoldsItsMiddle()
{
    QString lines;
    for (int i = 0; i < 100'000; ++i)
        lines += u"line %1\n"_s.arg(i);
    const auto shown = layout({text(lines)});
    const int folded = shown->height();
    QCOMPARE_LT(folded, 10'000);
    QVERIFY(shown->plainText().contains("line 50000\n"_L1));
    QString anchor;
    for (int y = 0; y < folded && anchor.isEmpty(); ++y)
        anchor = shown->anchorAt({5, y});

    QVERIFY(shown->activate(anchor));

    QCOMPARE_GT(shown->height(), 1'000'000);
    QImage image(width, 600, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.translate(0, -900'000);
    shown->paint(painter, QRect(0, 900'000, width, 600));
    shown->beginSelection({0, 900'000});
    shown->extendSelection({300, 900'000});
    QCOMPARE(shown->selectedText(), u"line 50000"_s);
}

void OutputLayoutTest::standardErrorHasAQuietEdge()
{
    const auto shown = layout({Output::stream(u"stderr"_s, u"warning"_s)});
    const QImage image = painted(*shown, m_theme, width);

    QCOMPARE(image.pixelColor(margin - Theme::fieldPaddingX, margin + 8), color(ColorRole::Line));
    QVERIFY(!holdsColor(image, image.rect(), color(ColorRole::Error)));
}

void OutputLayoutTest::selectionSpansBlocks()
{
    const auto shown = layout({text(u"first\nsecond"_s), html(u"<p>third</p>"_s),
                               Output::stream(u"stderr"_s, u"fourth"_s)});
    const QImage before = painted(*shown, m_theme, width);

    shown->beginSelection({0, 20});
    shown->extendSelection({width, shown->height() + 50});

    QVERIFY(shown->hasSelection());
    QCOMPARE(shown->selectedText(), u"second\nthird\nfourth"_s);
    QVERIFY(
        holdsColor(painted(*shown, m_theme, width), before.rect(), color(ColorRole::Selection)));
    // Backwards selects the same.
    shown->beginSelection({width, shown->height() + 50});
    shown->extendSelection({0, 20});
    QCOMPARE(shown->selectedText(), u"second\nthird\nfourth"_s);
    shown->clearSelection();
    QVERIFY(!shown->hasSelection());
    QCOMPARE(painted(*shown, m_theme, width), before);
}

void OutputLayoutTest::wordsAreSelected()
{
    const auto shown = layout({text(u"alpha beta_2 gamma"_s), html(u"<p>delta epsilon</p>"_s)});

    shown->selectWordAt({60, 8});
    QCOMPARE(shown->selectedText(), u"beta_2"_s);
    shown->selectWordAt({5, shown->height() - 8});
    QCOMPARE(shown->selectedText(), u"delta"_s);
    QVERIFY(shown->isTextAt({60, 8}));
    QVERIFY(!shown->isTextAt({500, 8}));
}

void OutputLayoutTest::tableCellsAreCopiedByTabs()
{
    const auto shown = layout({html(pandasTable())});

    shown->selectAll();

    QCOMPARE(shown->selectedText().trimmed(),
             u"column_0\tcolumn_1\n0\t39.1\t40.1\n1\t39.1\t40.1"_s);
}

void OutputLayoutTest::linksAreFound()
{
    const auto shown
        = OutputLayout::forMarkdown(u"[link](https://x.org/a) text"_s, m_theme, *m_images);
    shown->setWidth(width);

    QCOMPARE(shown->anchorAt({5, 10}), u"https://x.org/a"_s);
    QCOMPARE(shown->anchorAt({200, 10}), QString());
}

void OutputLayoutTest::markdownKeepsItsSourceAsText()
{
    const auto shown = OutputLayout::forMarkdown(
        u"# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quote\n\n```\ncode\n```"_s, m_theme,
        *m_images);
    shown->setWidth(width);

    QVERIFY(shown->plainText().startsWith("# Title"_L1));
    const QImage image = painted(*shown, m_theme, width);
    QVERIFY(holdsColor(image, image.rect(), color(ColorRole::CodeField)));
    QVERIFY(holdsColor(image, image.rect(), color(ColorRole::TableZebra)));
}

void OutputLayoutTest::picturesInMarkdownAreShown()
{
    const QString source = u"![a](data:image/png;base64,%1)"_s.arg(
        QString::fromLatin1(pngBase64({40, 30}, Qt::red)));
    const auto shown = OutputLayout::forMarkdown(source, m_theme, *m_images);
    shown->setWidth(width);

    const QImage image = settled(*shown);

    QVERIFY(holdsColor(image, image.rect(), Qt::red));
    QVERIFY(shown->imageAt({10, 10}));
}

void OutputLayoutTest::filesNamedInMarkupAreNotRead()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"red.png"_s);
    QImage red(40, 30, QImage::Format_RGB32);
    red.fill(Qt::red);
    QVERIFY(red.save(path));
    const QString source
        = u"<img src=\"file://%1\"><img src=\"%1\"><img src=\"picture:0\"><img src=\":/icons/play.svg\">"_s
              .arg(path);

    const auto shown = layout({html(source + u"x"_s)});

    QVERIFY(!holdsColor(settled(*shown), QRect(0, 0, width, 200), Qt::red));
    QVERIFY(!shown->imageAt({5, 5}));
}

void OutputLayoutTest::picturesInMarkupFitTheWidth()
{
    const QString source = u"<img src=\"data:image/png;base64,%1\">"_s.arg(
        QString::fromLatin1(pngBase64({1200, 600}, Qt::red)));
    const auto shown = layout({html(source)});
    const int narrow = shown->height();

    shown->setWidth(1200);

    QVERIFY2(narrow >= 300 && narrow < 330, qPrintable(QString::number(narrow)));
    QCOMPARE_GE(shown->height(), 600);
}

void OutputLayoutTest::emptyOutputsTakeNoRoom()
{
    const auto shown = layout({});

    QCOMPARE(shown->height(), 0);
    QCOMPARE(shown->plainText(), QString());
    shown->selectAll();
    shown->selectWordAt({1, 1});
    shown->beginSelection({1, 1});
    shown->extendSelection({9, 9});
    QVERIFY(!shown->hasSelection());
    QVERIFY(painted(*shown, m_theme, width).size().isValid());
}

void OutputLayoutTest::everySharedNotebookIsLaidOutAndPainted()
{
    const QDir folder(QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks"));
    if (!folder.exists())
        QSKIP("The folder of shared notebooks is not here.");
    QImage screen(900, 700, QImage::Format_RGB32);
    int shown = 0;
    const auto show = [&](OutputLayout &layout) {
        layout.setWidth(900);
        QPainter painter(&screen);
        layout.paint(painter, screen.rect());
        layout.selectAll();
        QVERIFY(layout.height() >= 0);
        ++shown;
    };
    for (const QString &name : folder.entryList({u"*.ipynb"_s}, QDir::Files)) {
        const auto notebook = NotebookFile::load(folder.filePath(name));
        if (!notebook)
            continue;
        for (const Cell &cell : notebook->data.cells) {
            if (cell.kind == CellKind::Markdown)
                show(*OutputLayout::forMarkdown(cell.source, m_theme, *m_images));
            else if (!cell.outputs.isEmpty())
                show(*layout(cell.outputs, 900));
        }
    }
    QCOMPARE_GT(shown, 0);
}

QTEST_MAIN(OutputLayoutTest)
#include "tst_outputlayout.moc"
