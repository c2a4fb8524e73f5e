#include "ComparableOutputs.h"
#include "HelperBench.h"

#include "notebook/files/NotebookFile.h"

#include <QFile>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using Way = HelperBench::Way;

namespace {

const QString sharedFolder = QStringLiteral(SESSIONBOOK_SHARED_DIR);

/// Those that a quick run takes: figures, styled tables, errors, LaTeX, SVG, magics.
const QStringList quickOnes{u"nbclient__Inline_Image"_s, u"pdsh__04.03-Errorbars"_s,
                            u"MyST-NB__test_custom_convert_cache"_s,
                            u"pdsh__02.02-The-Basics-Of-NumPy-Arrays"_s,
                            u"nbsphinx__default-thumbnail"_s};

QStringList runnableNotebooks()
{
    QFile file(sharedFolder + u"/MANIFEST.tsv"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const qsizetype runnable
        = QString::fromUtf8(file.readLine()).trimmed().split(u'\t').indexOf(u"runnable"_s);
    QStringList names;
    while (!file.atEnd()) {
        const QStringList fields = QString::fromUtf8(file.readLine()).split(u'\t');
        if (fields.value(runnable) == "yes"_L1)
            names.append(fields.first());
    }
    return names;
}

/// What the service allows: on a busy machine a slow cell must not end in one of two runs alone.
constexpr std::chrono::seconds longestCell{220};

using CellOutputs = QList<QStringList>;

/// In front of each notebook, so that unseeded random numbers are the same in every run.
const QString seeding
    = u"import random as _r, numpy as _n\n_r.seed(1)\n_n.random.seed(1)\ndel _r, _n"_s;

/// All code cells, run in a session of their own. The first is the seeding.
CellOutputs outputsOf(HelperBench &pool, const NotebookData &data)
{
    SessionClient session(pool.rest, SessionClient::newIdentifier());
    session.setAbilities(pool.session.abilities());
    NotebookData seeded = data;
    seeded.cells.prepend(Cell::code(seeding));
    Notebook notebook(std::move(seeded));
    ExecutionQueue queue(notebook, pool.clock,
                         {.stopOnFailure = false, .cellTimeout = longestCell});
    queue.setSession(&session);
    for (int i = 0; i < notebook.cellCount(); ++i)
        queue.enqueue(notebook.idAt(i));
    if (!QTest::qWaitFor([&queue] { return !queue.isBusy(); }, 600000))
        qFatal("the notebook did not end");
    CellOutputs outputs;
    for (int i = 0; i < notebook.cellCount(); ++i)
        outputs.append(comparableOutputs(notebook.cellAt(i)));
    const std::unique_ptr<DeleteSessionJob> job(session.deleteSession(nullptr));
    job->start();
    (void)QTest::qWaitFor([&job] { return job->isFinished(); }, 10000);
    return outputs;
}

/// The kinds of outputs and their MIME types in order, without what they hold.
QStringList shapeOf(const QStringList &outputs)
{
    QStringList shape;
    for (const QString &json : outputs) {
        const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
        shape.append(object["output_type"_L1].toString() + u' '
                     + object["data"_L1].toObject().keys().join(u' ') + object["name"_L1].toString()
                     + object["ename"_L1].toString());
    }
    return shape;
}

} // namespace

/// Other people's notebooks, over the plain protocol with the helper and over the stream extension.
/// Each is run over the stream twice: where those two differ (times, addresses, the order of sets),
/// the third need be equal in number, order and types only.
///
/// A few by default; SESSIONBOOK_ALL_NOTEBOOKS=1 takes every one that can run.
class HelperNotebooksTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void outputsAreEqual_data();
    void outputsAreEqual();

private:
    std::unique_ptr<HelperBench> m_stream;
    std::unique_ptr<HelperBench> m_plain;
    qsizetype m_equal = 0;
    qsizetype m_sameShape = 0;
};

void HelperNotebooksTest::initTestCase()
{
    if (runnableNotebooks().isEmpty())
        QSKIP("the folder of shared notebooks is not here");
    m_stream = std::make_unique<HelperBench>(Way::Stream);
    m_plain = std::make_unique<HelperBench>(Way::Plain);
}

void HelperNotebooksTest::cleanupTestCase()
{
    qInfo("%lld cells with the same outputs, %lld with the same kinds of outputs, which differ "
          "between two runs of the stream, too",
          qlonglong(m_equal), qlonglong(m_sameShape));
    m_plain.reset();
    m_stream.reset();
}

void HelperNotebooksTest::outputsAreEqual_data()
{
    QTest::addColumn<QString>("file");
    const bool all = qEnvironmentVariableIsSet("SESSIONBOOK_ALL_NOTEBOOKS");
    for (const QString &file : runnableNotebooks()) {
        const QString name = file.section(u'/', -1).chopped(6);
        if (all || quickOnes.contains(name))
            QTest::newRow(qPrintable(name)) << file;
    }
}

void HelperNotebooksTest::outputsAreEqual()
{
    QFETCH(QString, file);
    const auto loaded = NotebookFile::load(sharedFolder + u'/' + file);
    QVERIFY(loaded);
    const CellOutputs once = outputsOf(*m_stream, loaded->data);
    const CellOutputs twice = outputsOf(*m_stream, loaded->data);

    const CellOutputs plain = outputsOf(*m_plain, loaded->data);

    for (qsizetype i = 0; i < once.size(); ++i) {
        if (once.at(i) == twice.at(i)) {
            QVERIFY2(plain.at(i) == once.at(i),
                     qPrintable(u"cell %1:\n%2\n---\n%3"_s.arg(i).arg(
                         once.at(i).join(u'\n').left(4000), plain.at(i).join(u'\n').left(4000))));
            m_equal += once.at(i).isEmpty() ? 0 : 1;
        } else {
            QVERIFY2(shapeOf(plain.at(i)) == shapeOf(once.at(i))
                         || shapeOf(once.at(i)) != shapeOf(twice.at(i)),
                     qPrintable(u"cell %1: %2 --- %3"_s.arg(i).arg(
                         shapeOf(once.at(i)).join(u'\n'), shapeOf(plain.at(i)).join(u'\n'))));
            ++m_sameShape;
        }
    }
}

QTEST_GUILESS_MAIN(HelperNotebooksTest)
#include "tst_helper_notebooks.moc"
