// Paints a dialog about pools into a PNG, for eyes: view_pools OUT.png THEME PAGE [WIDTH]
// PAGE is full, loading, empty, error, signin, search, create, creating, role, norole or access,
// noaccess, checking.
#include "azure/pools/PoolDirectory.h"
#include "dialogs/pools/AccessCheckDialog.h"
#include "dialogs/pools/PoolCreateDialog.h"
#include "support/FakeNetwork.h"
#include "support/window/PoolBench.h"
#include "theme/ThemeController.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

void fill(PoolBench &bench)
{
    bench.arm.addTenant(u"11111111-1111-1111-1111-111111111111"_s, u"Contoso University"_s);
    bench.arm.addTenant(u"33333333-3333-3333-3333-333333333333"_s, u"Fabrikam"_s);
    const QString science = bench.arm.addSubscription(u"Science"_s);
    const QString teaching = bench.arm.addSubscription(u"Teaching, summer term"_s);
    const QString closed = bench.arm.addSubscription(u"Closed department"_s);
    const QStringList names{u"plots"_s, u"genome-assembly"_s, u"students"_s, u"nightly"_s,
                            u"scratch"_s};
    for (const QString &name : names)
        bench.arm.addPool(name == "students"_L1 ? teaching : science, u"notebooks"_s, name,
                          ScriptedArm::Shape::Stable2025);
    const QString shell = bench.arm.addPool(science, u"tools"_s, u"bash"_s);
    const auto change = [&](const QString &id, const QString &name, const QJsonValue &value) {
        QJsonObject object = bench.arm.resource(id);
        QJsonObject properties = object["properties"_L1].toObject();
        properties[name] = value;
        object["properties"_L1] = properties;
        bench.arm.setResource(id, object);
    };
    change(shell, u"containerType"_s, u"Shell"_s);
    change(shell, u"sessionNetworkConfiguration"_s, QJsonObject{{u"status"_s, u"EgressEnabled"_s}});
    change(bench.arm.addPool(science, u"web"_s, u"crawler"_s), u"containerType"_s,
           u"CustomContainer"_s);
    change(bench.arm.addPool(teaching, u"web"_s, u"fresh"_s), u"provisioningState"_s,
           u"InProgress"_s);
    bench.arm.failAt(u"GET /subscriptions/"_s + closed,
                     {.status = 403, .code = u"AuthorizationFailed"_s, .message = u"no"_s});
    for (const QString &name : {u"plots"_s, u"students"_s}) {
        const QString subscription = name == "plots"_L1 ? science : teaching;
        bench.known.append(
            {.name = name,
             .url = QUrl(u"https://northcentralus.dynamicsessions.io/subscriptions/%1/"
                         "resourceGroups/notebooks/sessionPools/%2"_s.arg(subscription, name)),
             .credential = PoolCredential::SignedIn,
             .isFavourite = name == "plots"_L1});
    }
    bench.known.append(
        {.name = u"lab server"_s, .url = QUrl(u"https://lab.example.org/pools/a"_s)});
}

bool grab(QWidget &widget, const QString &path, int width)
{
    if (width > 0)
        widget.resize(width, widget.height());
    widget.show();
    QTest::qWait(300);
    return widget.grab().save(path);
}

bool settle(PoolDirectory &directory)
{
    return QTest::qWaitFor(
        [&] {
            return directory.state() == PoolDirectory::State::Ready
                || directory.state() == PoolDirectory::State::Failed;
        },
        20000);
}

bool viewChooser(const QString &page, const QString &path, const Theme &theme, int width)
{
    PoolBench bench;
    if (page == "full"_L1 || page == "search"_L1)
        fill(bench);
    if (page == "empty"_L1)
        bench.arm.addSubscription(u"Science"_s);
    if (page == "loading"_L1)
        bench.arm.server().next(ScriptedServer::staySilent());
    if (page == "error"_L1)
        bench.arm.failAt(u"GET /subscriptions"_s,
                         {.status = 400, .code = u"Bad"_s, .message = u"The gateway is closed."_s});
    if (page == "signin"_L1) {
        bench.tokenError = RestError{RestError::Kind::NoCredential,
                                     0,
                                     {},
                                     u"Environment: AZURE_TENANT_ID is not set\n"
                                     "Managed identity: not on an Azure machine\n"
                                     "Azure CLI: not signed in, run ‘az login’"_s};
        bench.signIn();
    }
    PoolChooserDialog dialog(bench.dialogs, bench.request(), theme);
    if (page != "loading"_L1)
        settle(bench.directory);
    if (page == "search"_L1)
        dialog.findChild<QLineEdit *>(u"poolSearch"_s)->setText(u"nowhere"_s);
    return grab(dialog, path, width);
}

bool viewCreation(const QString &page, const QString &path, int width)
{
    PoolBench bench;
    fill(bench);
    const QString subscription = bench.arm.addSubscription(u"Research"_s);
    bench.arm.addGroup(subscription, u"notebooks"_s, u"westeurope"_s);
    bench.directory.refresh();
    settle(bench.directory);
    PoolCreateDialog dialog(bench.directory);
    dialog.show();
    dialog.findChild<QLineEdit *>(u"newPoolName"_s)->setText(u"Plots"_s);
    if (page == "create"_L1)
        return grab(dialog, path, width);
    dialog.findChild<QLineEdit *>(u"newPoolName"_s)->setText(u"diagrams"_s);
    if (page == "creating"_L1)
        bench.arm.polls = 100000;
    if (page == "norole"_L1)
        bench.arm.failAt(u"PUT /subscriptions/abcdef00-0000-0000-0000-000000000001/resourceGroups/"
                         "sessionbook/providers/Microsoft.App/sessionPools/diagrams/providers"_s,
                         {.status = 403, .code = u"AuthorizationFailed"_s, .message = u"no"_s});
    dialog.findChild<QPushButton *>(u"newPoolCreate"_s)->click();
    QTest::qWait(page == "creating"_L1 ? 500 : 2500);
    if (page == "norole"_L1) {
        dialog.findChild<QPushButton *>(u"roleAssign"_s)->click();
        QTest::qWait(500);
    }
    return grab(dialog, path, width);
}

bool viewAccess(const QString &page, const QString &path, const Theme &theme, int width)
{
    FakeNetwork network;
    FakeTokens tokens;
    tokens.token = "e30."
        + QByteArray(R"({"aud":"https://dynamicsessions.io","upn":"me@example.org",)"
                     R"("oid":"22222222-2222-2222-2222-222222222222"})")
              .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        + ".x";
    SystemClock clock;
    RestClient client(QUrl(u"https://northcentralus.dynamicsessions.io/subscriptions/"
                           "00000000-0000-0000-0000-000000000001/resourceGroups/notebooks/"
                           "sessionPools/plots"_s),
                      network, tokens, clock);
    const auto check = std::make_shared<AccessCheck>(client, u"https://dynamicsessions.io"_s);
    if (page == "noaccess"_L1)
        network.answerNext({.status = 403});
    if (page == "access"_L1) {
        network.answerNext({.body = R"({"runtimes":[{"name":"Python","version":"3.12.1"}]})"});
        network.answerNext({.body = R"({"id":"1","status":"Succeeded","result":{"stdout":"",)"
                                    R"("stderr":"","executionResult":1}})"});
        network.answerNext({.status = 204});
    }
    AccessCheckDialog dialog({.poolName = u"plots"_s,
                              .newCheck = [&] { return check; },
                              .signIn = [](QWidget *, const std::function<void()> &) {}},
                             theme);
    QTest::qWait(200);
    return grab(dialog, path, width);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 4)
        return 2;
    ThemeController theme;
    theme.setChoice(themeChoiceOf(arguments.at(2)));
    const QString &path = arguments.at(1);
    const QString &page = arguments.at(3);
    const int width = arguments.value(4).toInt();
    if (page.endsWith("access"_L1) || page == "checking"_L1)
        return viewAccess(page, path, theme.theme(), width) ? 0 : 1;
    if (page.startsWith("creat"_L1) || page.endsWith("role"_L1))
        return viewCreation(page, path, width) ? 0 : 1;
    return viewChooser(page, path, theme.theme(), width) ? 0 : 1;
}
