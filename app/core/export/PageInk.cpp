#include "export/PageInk.h"

#include "outputs/ColorContrast.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

QString PageInk::onPage(const QColor &ink)
{
    return u"--l:%1;--d:%2;"_s.arg(ColorContrast::readable(ink, QColor(lightGround)).name(),
                                   ColorContrast::readable(ink, QColor(darkGround)).name());
}

QString PageInk::onGround(const QColor &ground, const QColor &ink)
{
    const bool isDarkBetter
        = ColorContrast::between(ground, Qt::black) >= ColorContrast::between(ground, Qt::white);
    const QColor best = isDarkBetter ? QColor(Qt::black) : QColor(Qt::white);
    const bool isReadable
        = ink.isValid() && ColorContrast::between(ink, ground) >= ColorContrast::readableText;
    return u"background:%1;color:%2;"_s.arg(ground.name(), (isReadable ? ink : best).name());
}

} // namespace sessionbook
