// What nearly every test includes anyway, precompiled once. Nothing of QtTest: its headers know the folder of each test.
#pragma once
#include "CorePch.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QMetaMethod>
#include <QSet>
#include <QSharedPointer>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QVariant>

#include <cmath>
#include <iostream>
#include <set>
