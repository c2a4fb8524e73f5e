#pragma once

#include "pool/faults/SessionFaults.h"
#include "pool/sessions/SessionRegistry.h"

namespace sessionbook {

/// Lets faults reach the sessions of a registry, which outlives it.
class RegistryFaults : public SessionFaults
{
public:
    explicit RegistryFaults(SessionRegistry &registry)
        : m_registry(registry)
    {
    }

    void vanish(const QString &identifier) override { m_registry.remove(identifier); }
    void killKernel(const QString &identifier) override
    {
        if (const auto session = m_registry.find(identifier))
            session->crash();
    }

private:
    SessionRegistry &m_registry;
};

} // namespace sessionbook
