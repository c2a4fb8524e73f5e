#include "LaunchedEnvironments.h"

#include <QUuid>

#include <algorithm>

namespace sessionbook {

QString LaunchedEnvironments::launch()
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const std::lock_guard lock(m_mutex);
    if (m_ids.size() == Most)
        m_ids.pop_front();
    m_ids.push_back(id);
    return id;
}

bool LaunchedEnvironments::contains(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    return std::ranges::find(m_ids, id) != m_ids.end();
}

void LaunchedEnvironments::begin(const QString &id)
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_ids, id);
}

} // namespace sessionbook
