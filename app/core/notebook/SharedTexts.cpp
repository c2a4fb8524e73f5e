#include "notebook/SharedTexts.h"

namespace sessionbook {

template<typename Text> Text SharedTexts::sharedIn(QMultiHash<size_t, Text> &kept, const Text &text)
{
    if (text.size() * qsizetype(sizeof(*text.constData())) < longBytes)
        return text;
    kept.removeIf([](const auto &entry) { return entry.value().isDetached(); });
    const size_t hash = qHash(text);
    const auto [begin, end] = std::as_const(kept).equal_range(hash);
    for (auto entry = begin; entry != end; ++entry) {
        if (*entry == text)
            return *entry;
    }
    kept.insert(hash, text);
    return text;
}

template QString SharedTexts::sharedIn(QMultiHash<size_t, QString> &, const QString &);
template QByteArray SharedTexts::sharedIn(QMultiHash<size_t, QByteArray> &, const QByteArray &);

} // namespace sessionbook
