#pragma once

#include "dialogs/pools/PoolNotice.h"

#include <QCoreApplication>

namespace sessionbook {

class PoolDirectory;

/// What stands in the place of a list of pools that is empty: why it is, and the way out.
class PoolNotices
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::PoolNotices)
public:
    struct Actions
    {
        std::function<void()> signIn;
        std::function<void()> refresh;
        std::function<void()> clearSearch;
        std::function<void()> createPool;
    };
    /// `isFiltered`: there are pools, and none fits the search.
    [[nodiscard]] static PoolNotice::Content of(const PoolDirectory &directory, bool isFiltered,
                                                const Actions &actions);
};

} // namespace sessionbook
