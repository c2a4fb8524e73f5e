#pragma once

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>

#include <cmath>

namespace sessionbook {

/// One swagger file, as far as the published description of dynamic sessions needs it: finds
/// operations, and checks JSON against the schemas of their replies.
///
/// Tolerant where the description is: enums are open, further properties are allowed, and null may
/// stand for a property that is not required (its own examples do that).
class SwaggerDocument
{
public:
    explicit SwaggerDocument(QJsonObject document)
        : m_document(std::move(document))
    {
    }

    struct Operation
    {
        QString path;
        QString method; ///< in lower case
        QJsonObject description; ///< empty: there is no such operation
    };

    /// Whether its text has this anywhere.
    [[nodiscard]] bool mentions(const QByteArray &text) const
    {
        return QJsonDocument(m_document).toJson().contains(text);
    }

    [[nodiscard]] Operation operation(const QString &id) const
    {
        const QJsonObject paths = at(m_document, "paths").toObject();
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const QJsonObject methods = path->toObject();
            for (auto method = methods.begin(); method != methods.end(); ++method) {
                if (at(method->toObject(), "operationId") == id)
                    return {path.key(), method.key(), method->toObject()};
            }
        }
        return {};
    }

    /// A parameter of the operation by its name; empty when it has none of that name.
    [[nodiscard]] QJsonObject parameter(const Operation &operation, const QString &name) const
    {
        for (const QJsonValue &entry : at(operation.description, "parameters").toArray()) {
            const QJsonObject parameter = resolved(entry.toObject());
            if (at(parameter, "name") == name)
                return parameter;
        }
        return {};
    }

    /// `status` is a code the operation names, or "default".
    [[nodiscard]] QJsonObject responseSchema(const Operation &operation,
                                             const QString &status) const
    {
        const QJsonObject responses = at(operation.description, "responses").toObject();
        return at(responses.value(status).toObject(), "schema").toObject();
    }

    /// What does not fit, each with its place; empty when everything does.
    [[nodiscard]] QStringList complaints(const QJsonValue &value, const QJsonObject &schema,
                                         const QString &where = QStringLiteral("$")) const
    {
        const QJsonObject rule = resolved(schema);
        const QString type = at(rule, "type").toString();
        if (type == QLatin1StringView("object"))
            return objectComplaints(value, rule, where);
        if (type == QLatin1StringView("array"))
            return arrayComplaints(value, rule, where);
        const bool fits = (type == QLatin1StringView("string") && stringFits(value, rule))
            || (type == QLatin1StringView("integer") && integerFits(value))
            || (type == QLatin1StringView("boolean") && value.isBool()) || type.isEmpty();
        return fits ? QStringList() : QStringList{where + QStringLiteral(" is no ") + type};
    }

private:
    [[nodiscard]] static QJsonValue at(const QJsonObject &object, const char *name)
    {
        return object.value(QLatin1StringView(name));
    }

    [[nodiscard]] QJsonObject resolved(const QJsonObject &schema) const
    {
        const QString reference = at(schema, "$ref").toString();
        if (reference.isEmpty())
            return schema;
        QJsonValue target(m_document);
        for (const QString &part : reference.section(u'/', 1).split(u'/'))
            target = target.toObject().value(part);
        return target.toObject();
    }

    [[nodiscard]] QStringList objectComplaints(const QJsonValue &value, const QJsonObject &rule,
                                               const QString &where) const
    {
        if (!value.isObject())
            return {where + QStringLiteral(" is no object")};
        const QJsonObject object = value.toObject();
        const QJsonArray required = at(rule, "required").toArray();
        QStringList found;
        for (const QJsonValue &name : required) {
            if (!object.contains(name.toString()))
                found.append(where + u'.' + name.toString() + QStringLiteral(" is missing"));
        }
        const QJsonObject properties = at(rule, "properties").toObject();
        for (auto property = object.begin(); property != object.end(); ++property) {
            const bool standsForNone = property->isNull() && !required.contains(property.key());
            if (properties.contains(property.key()) && !standsForNone)
                found += complaints(*property, properties.value(property.key()).toObject(),
                                    where + u'.' + property.key());
        }
        return found;
    }

    [[nodiscard]] QStringList arrayComplaints(const QJsonValue &value, const QJsonObject &rule,
                                              const QString &where) const
    {
        if (!value.isArray())
            return {where + QStringLiteral(" is no array")};
        QStringList found;
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i)
            found += complaints(items.at(i), at(rule, "items").toObject(),
                                QStringLiteral("%1[%2]").arg(where).arg(i));
        return found;
    }

    [[nodiscard]] static bool stringFits(const QJsonValue &value, const QJsonObject &rule)
    {
        if (!value.isString())
            return false;
        if (at(rule, "format") != QLatin1StringView("date-time"))
            return true;
        // RFC 3339 wants an offset, which Qt would do without.
        const QString text = value.toString();
        return text.endsWith(u'Z') && QDateTime::fromString(text, Qt::ISODateWithMs).isValid();
    }

    [[nodiscard]] static bool integerFits(const QJsonValue &value)
    {
        return value.isDouble() && std::floor(value.toDouble()) == value.toDouble();
    }

    QJsonObject m_document;
};

} // namespace sessionbook
