// How quick, how small and how fair sessionbook-pool is, with a Jupyter kernel measured beside it
// in the same run (docs/performance.md). `pool_bench PART…` runs some of the parts, no argument
// all.

#include "BenchPool.h"
#include "Figures.h"
#include "JupyterPeer.h"
#include "PoolParts.h"
#include "ProcessFigures.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <functional>
#include <map>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Session = "bench-session";

/// The pool and its peer take turns, so that both meet the same noise.
struct Duel
{
    QList<double> pool;
    QList<double> peer;

    void print(const QString &name) const
    {
        sessionbook::print(u"pool_"_s + name + u"_median"_s, quantile(pool, 0.5), "ms");
        sessionbook::print(u"pool_"_s + name + u"_p99"_s, quantile(pool, 0.99), "ms");
        if (peer.isEmpty())
            return;
        sessionbook::print(u"peer_jupyter_"_s + name + u"_median"_s, quantile(peer, 0.5), "ms");
        sessionbook::print(u"peer_jupyter_"_s + name + u"_p99"_s, quantile(peer, 0.99), "ms");
        sessionbook::print(u"pool_"_s + name + u"_times_faster"_s,
                           quantile(peer, 0.5) / quantile(pool, 0.5), "x");
    }
};

QByteArray runCommand(int count, const QString &code)
{
    const QByteArray array
        = QJsonDocument(QJsonArray{code}).toJson(QJsonDocument::Compact); // [ "code" ]
    return "run " + QByteArray::number(count) + ' ' + array.mid(1, array.size() - 2);
}

/// `printedBytes` of what `code` prints have to arrive each time.
bool duel(const QString &name, const QString &code, int rounds, int runs, size_t printedBytes = 0)
{
    BenchPool pool;
    JupyterPeer peer;
    const auto client = pool.client();
    const auto run = [&] {
        const auto executed = execute(*client, Session, code);
        return executed && executed->printed.size() == printedBytes;
    };
    if (!answers(*client, Session) || !run())
        return false;
    (void)peer.ask(runCommand(1, code));
    waitUntilIdle(pool.pid());
    Duel result;
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < runs; ++i) {
            bool succeeded = false;
            result.pool.append(milliseconds([&] { succeeded = run(); }));
            if (!succeeded)
                return false;
        }
        result.peer += peer.ask(runCommand(runs, code));
    }
    result.print(name);
    return true;
}

bool warm()
{
    return duel(u"warm_6x7"_s, u"6*7"_s, 8, 100);
}

bool output()
{
    constexpr size_t Bytes = 13108 * 80;
    return duel(u"print_1MB_at_once"_s, u"print(('x' * 79 + '\\n') * 13108, end='')"_s, 8, 8, Bytes)
        && duel(u"print_1MB_by_lines"_s, u"for _ in range(13108): print('x' * 79)"_s, 8, 8, Bytes);
}

bool plot()
{
    return duel(u"line_plot"_s,
                u"import matplotlib.pyplot as plt\nplt.plot(range(100))\nplt.show()"_s, 8, 4);
}

bool starts()
{
    JupyterPeer peer;
    Duel result;
    for (int round = 0; round < 7; ++round) {
        bool succeeded = false;
        result.pool.append(milliseconds([&] {
            const BenchPool pool;
            succeeded = pool.isRunning() && answers(*pool.client(), Session);
        }));
        if (!succeeded)
            return false;
        result.peer += peer.ask("start");
    }
    result.print(u"start_to_first_answer"_s);
    return true;
}

bool fresh()
{
    constexpr int Ready = 8;
    BenchPool pool({u"--ready"_s, QString::number(Ready)});
    const auto client = pool.client();
    QList<double> samples;
    for (int batch = 0; batch < 4; ++batch) {
        waitUntilIdle(pool.pid());
        for (int i = 0; i < Ready; ++i) {
            bool succeeded = false;
            const std::string session = "fresh-" + std::to_string(batch * Ready + i);
            samples.append(milliseconds([&] { succeeded = answers(*client, session); }));
            if (!succeeded || !removeSession(*client, session))
                return false;
        }
    }
    print(u"pool_new_session_first_6x7_median"_s, quantile(samples, 0.5), "ms");
    print(u"pool_new_session_first_6x7_p95"_s, quantile(samples, 0.95), "ms");
    return true;
}

const std::map<QString, std::function<bool()>> &parts()
{
    static const std::map<QString, std::function<bool()>> all{
        {u"warm"_s, warm},
        {u"output"_s, output},
        {u"plot"_s, plot},
        {u"starts"_s, starts},
        {u"fresh"_s, fresh},
        {u"files"_s, benchFiles},
        {u"hundred"_s, benchHundred},
        {u"clients"_s, benchClients},
        {u"churn"_s, benchChurn},
    };
    return all;
}

int complain(const QString &sentence, int code)
{
    QTextStream(stderr) << "pool_bench: " << sentence << Qt::endl;
    return code;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QStringList wanted = QCoreApplication::arguments().mid(1);
    if (wanted.isEmpty())
        wanted = {u"warm"_s,  u"fresh"_s,   u"starts"_s,  u"output"_s, u"plot"_s,
                  u"files"_s, u"clients"_s, u"hundred"_s, u"churn"_s};
    int code = 0;
    for (const QString &name : std::as_const(wanted)) {
        const auto part = parts().find(name);
        if (part == parts().end())
            return complain(u"There is no part '%1'."_s.arg(name), 2);
        if (!part->second())
            code = complain(u"The part '%1' failed."_s.arg(name), 1);
    }
    return code;
}
