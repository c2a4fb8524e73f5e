// What nearly every test of ui includes anyway, precompiled once.
#pragma once
#include "TestPch.h"
#include "UiPch.h"

#include <QApplication>
#include <QMouseEvent>
