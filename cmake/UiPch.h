// What nearly every ui source includes anyway; precompiled once a module.
#pragma once
#include "CorePch.h"

#include <QAction>
#include <QBoxLayout>
#include <QEvent>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QWidget>
