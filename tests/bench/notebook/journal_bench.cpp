// The journal while a cell gives 50 outputs a second: its share of a core and its size.
// journal_bench [SECONDS], by default a minute for each kind of outputs.
#include "notebook/Notebook.h"
#include "notebook/recovery/Journal.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int outputsPerSecond = 50;

double processorSeconds(int whose)
{
    rusage usage = {};
    ::getrusage(whose, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print(const QByteArray &name, double value, const char *unit)
{
    std::printf("%s %.3f %s\n", name.constData(), value, unit);
    std::fflush(stdout);
}

qint64 journalSize(const QString &directory)
{
    const auto files = QDir(directory).entryInfoList({u"*.journal"_s});
    return files.isEmpty() ? 0 : files.first().size();
}

/// One stream that grows by a line of 60 characters.
QList<Output> printedLines(int count)
{
    static QString text;
    if (count == 1)
        text.clear();
    text += u"epoch %1, step %2: training loss 0.%3, learning rate 1e-4 …\n"_s.arg(count / 100, 2)
                .arg(count, 5)
                .arg(count * 7919 % 1000, 3);
    return {Output::stream(u"stdout"_s, text)};
}

/// Displays, of which every fiftieth is a picture of 20 KB.
QList<Output> displays(int count)
{
    static QList<Output> outputs;
    if (count == 1)
        outputs.clear();
    MimeBundle bundle{{{u"text/plain"_s, "value " + QByteArray::number(count)}}};
    if (count % outputsPerSecond == 0)
        bundle.parts.prepend({u"image/png"_s, QByteArray::number(count) + QByteArray(20'000, 'A')});
    outputs += Output::display({.data = bundle});
    return outputs;
}

/// What making the outputs costs without a journal.
double secondsOfOutputsAlone(int seconds, QList<Output> (*outputsUpTo)(int count))
{
    Notebook notebook;
    const double before = processorSeconds(RUSAGE_THREAD);
    for (int count = 1; count <= seconds * outputsPerSecond; ++count)
        notebook.setOutputs(notebook.idAt(0), outputsUpTo(count), 1);
    return processorSeconds(RUSAGE_THREAD) - before;
}

/// The whole process is measured, timers included, and what the outputs cost anyway is taken off.
void measure(const QByteArray &name, int seconds, QList<Output> (*outputsUpTo)(int count))
{
    const QTemporaryDir directory;
    Notebook notebook;
    Journal journal(directory.path());
    journal.follow(notebook, {});
    QEventLoop loop;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    int count = 0;
    const double anyway = secondsOfOutputsAlone(seconds, outputsUpTo);
    const double before = processorSeconds(RUSAGE_SELF);
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        notebook.setOutputs(notebook.idAt(0), outputsUpTo(++count), 1);
        if (count == seconds * outputsPerSecond)
            loop.quit();
    });
    timer.start(1000 / outputsPerSecond);
    loop.exec();
    const double spent = processorSeconds(RUSAGE_SELF) - before - anyway;
    QObject::connect(&journal, &Journal::stored, &loop, &QEventLoop::quit);
    journal.flush();
    loop.exec();

    qint64 bytes = 0;
    for (const Output &output : notebook.cellAt(0).outputs)
        bytes += output.json().size();
    print(name + "_processor", 100 * spent / seconds, "%");
    print(name + "_size",
          static_cast<double>(journalSize(directory.path())) / static_cast<double>(bytes), "times");
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const int given = argc > 1 ? QByteArray(argv[1]).toInt() : 0;
    const int seconds = given > 0 ? given : 60;
    measure("journal_50_lines_a_second", seconds, printedLines);
    measure("journal_50_displays_a_second", seconds, displays);
    return 0;
}
