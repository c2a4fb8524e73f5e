// How late output is, and how soon an interrupt strikes, over a pool without extensions at the end
// of a long line (docs/performance.md). The first argument is how many seconds the printing cell
// runs (60), the second by how many milliseconds each direction is delayed (80).

#include "integration/helper/HelperBench.h"
#include "support/DelayingProxy.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QTextStream>

#include <algorithm>
#include <vector>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void print(const QString &name, double value)
{
    QTextStream(stdout) << name << ' ' << QString::number(value, 'f', 2) << " s" << Qt::endl;
}

double now()
{
    return double(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

/// Of each line that a cell prints with the time of its printing: how old it was when it stood in
/// the notebook.
std::vector<double> agesOfLines(HelperBench &bench, int seconds)
{
    std::vector<double> ages;
    CellId cell;
    const auto look = [&] {
        const QStringList lines = bench.text(cell).split(u'\n', Qt::SkipEmptyParts);
        for (auto i = qsizetype(ages.size()); i < lines.size(); ++i)
            ages.push_back(now() - lines.at(i).toDouble());
    };
    QObject::connect(&bench.notebook, &Notebook::cellOutputsChanged, &bench.queue,
                     [&](CellId changed) {
                         if (changed == cell)
                             look();
                     });
    cell = bench.start(
        u"import time\nfor i in range(%1):\n    print(time.time(), flush=True)\n    time.sleep(1)"_s
            .arg(seconds));
    bench.wait((seconds + 60) * 1000);
    look();
    return ages;
}

double secondsToInterrupt(HelperBench &bench, const QString &source)
{
    const CellId cell = bench.start(u"print('in')\n"_s + source);
    if (!QTest::qWaitFor([&] { return bench.text(cell).startsWith(u"in"); }, 30000))
        return -1;
    QTest::qWait(500);
    QElapsedTimer timer;
    timer.start();
    bench.queue.interrupt();
    bench.wait();
    return double(timer.elapsed()) / 1000;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int seconds = arguments.value(1, u"60"_s).toInt();
    const std::chrono::milliseconds delay(arguments.value(2, u"80"_s).toInt());

    HelperBench bench(HelperBench::Way::Plain, {}, delay);
    QElapsedTimer timer;
    timer.start();
    bench.run(u"1"_s);
    print(u"first_cell_of_a_session"_s, double(timer.elapsed()) / 1000);
    timer.restart();
    bench.run(u"2"_s);
    print(u"short_cell"_s, double(timer.elapsed()) / 1000);

    auto ages = agesOfLines(bench, seconds);
    if (ages.size() != size_t(seconds))
        return 1;
    print(u"first_line_age"_s, ages.front());
    print(u"largest_line_age"_s, std::ranges::max(ages));
    std::ranges::sort(ages);
    print(u"median_line_age"_s, ages.at(ages.size() / 2));

    print(u"interrupt_of_a_loop"_s, secondsToInterrupt(bench, u"while True: pass"_s));
    print(u"interrupt_of_a_sleep"_s, secondsToInterrupt(bench, u"import time; time.sleep(100)"_s));
    print(u"interrupt_of_a_numpy_loop"_s,
          secondsToInterrupt(bench,
                             u"import numpy as np\na = np.ones((500, 500))\nwhile True: a @ a"_s));
    return 0;
}
