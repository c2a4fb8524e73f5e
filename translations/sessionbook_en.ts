<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>sessionbook::CheckpointCommands</name>
    <message numerus="yes">
        <source>%n kept version(s) are damaged and were left out.</source>
        <translation>
            <numerusform>One kept version is damaged and was left out.</numerusform>
            <numerusform>%n kept versions are damaged and were left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::CheckpointWords</name>
    <message numerus="yes">
        <source>%n changed</source>
        <comment>cells</comment>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <comment>cells</comment>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted</source>
        <comment>cells</comment>
        <translation>
            <numerusform>%n deleted</numerusform>
            <numerusform>%n deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved</source>
        <comment>cells</comment>
        <translation>
            <numerusform>%n moved</numerusform>
            <numerusform>%n moved</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::ErrorBlockLayout</name>
    <message numerus="yes">
        <source>hide %Ln library frames</source>
        <translation>
            <numerusform>hide %Ln library frame</numerusform>
            <numerusform>hide %Ln library frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln library frames hidden</source>
        <translation>
            <numerusform>%Ln library frame hidden</numerusform>
            <numerusform>%Ln library frames hidden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::ErrorText</name>
    <message numerus="yes">
        <source>The pool is full and asks to wait. Try again in %n s.</source>
        <translation>
            <numerusform>The pool is full and asks to wait. Try again in %n s.</numerusform>
            <numerusform>The pool is full and asks to wait. Try again in %n s.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Azure has had too many requests from you. Try again in %n s.</source>
        <translation>
            <numerusform>Azure has had too many requests from you. Try again in %n s.</numerusform>
            <numerusform>Azure has had too many requests from you. Try again in %n s.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::FilesPanel</name>
    <message numerus="yes">
        <source>Delete %n file(s) from the session?</source>
        <translation>
            <numerusform>Delete %n file from the session?</numerusform>
            <numerusform>Delete %n files from the session?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::FindController</name>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n match(es) replaced</source>
        <translation>
            <numerusform>%n match replaced</numerusform>
            <numerusform>%n matches replaced</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::MergeDialog</name>
    <message numerus="yes">
        <source>%n cell(s) left to decide</source>
        <translation>
            <numerusform>%n cell left to decide</numerusform>
            <numerusform>%n cells left to decide</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::MergePane</name>
    <message numerus="yes">
        <source>⋯ %n equal line(s)</source>
        <translation>
            <numerusform>⋯ %n equal line</numerusform>
            <numerusform>⋯ %n equal lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::NotebookRunner</name>
    <message numerus="yes">
        <source>‘%1’ holds %n conflict(s) of a git merge. Open it in Sessionbook to choose between the sides, or finish the merge in another program.</source>
        <translation>
            <numerusform>‘%1’ holds a conflict of a git merge. Open it in Sessionbook to choose between the sides, or finish the merge in another program.</numerusform>
            <numerusform>‘%1’ holds %n conflicts of a git merge. Open it in Sessionbook to choose between the sides, or finish the merge in another program.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolChooserDialog</name>
    <message numerus="yes">
        <source>%n subscription(s) could not be asked, ‘%1’ first: %2</source>
        <translation>
            <numerusform>%n subscription could not be asked, ‘%1’: %2</numerusform>
            <numerusform>%n subscriptions could not be asked, ‘%1’ first: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolChooserHead</name>
    <message numerus="yes">
        <source>Looking for pools in %n subscription(s)…</source>
        <translation>
            <numerusform>Looking for pools in %n subscription…</numerusform>
            <numerusform>Looking for pools in %n subscriptions…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolWords</name>
    <message numerus="yes">
        <source>%n in use</source>
        <translation>
            <numerusform>%n in use</numerusform>
            <numerusform>%n in use</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n session(s)</source>
        <translation>
            <numerusform>at most %n session</numerusform>
            <numerusform>at most %n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min idle</source>
        <extracomment>how long a session lives without being used</extracomment>
        <translation>
            <numerusform>%n min idle</numerusform>
            <numerusform>%n min idle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The name needs %n character(s) at least.</source>
        <translation>
            <numerusform>The name needs %n character at least.</numerusform>
            <numerusform>The name needs %n characters at least.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The name may have %n character(s) at most.</source>
        <translation>
            <numerusform>The name may have %n character at most.</numerusform>
            <numerusform>The name may have %n characters at most.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::QtDialogs</name>
    <message numerus="yes">
        <source>%n file(s) of this name are in the session already.</source>
        <translation>
            <numerusform>One file of this name is in the session already.</numerusform>
            <numerusform>%n files of these names are in the session already.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::RebuildController</name>
    <message numerus="yes">
        <source>%n file(s) cannot be sent again as before.</source>
        <translation>
            <numerusform>One file cannot be sent again as before.</numerusform>
            <numerusform>%n files cannot be sent again as before.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::RebuildMessages</name>
    <message numerus="yes">
        <source>The session ends in %n minute(s) unless something runs. Its outputs stay here, and Rebuild makes its state again.</source>
        <translation>
            <numerusform>The session ends in one minute unless something runs. Its outputs stay here, and Rebuild makes its state again.</numerusform>
            <numerusform>The session ends in %n minutes unless something runs. Its outputs stay here, and Rebuild makes its state again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>State restored, %1 of %n the same.</source>
        <extracomment>%1 of %n cells show the same outputs as before</extracomment>
        <translation>
            <numerusform>State restored, %1 of %n the same.</numerusform>
            <numerusform>State restored, %1 of %n the same.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) had been interrupted and did not run again.</source>
        <translation>
            <numerusform>One cell had been interrupted and did not run again.</numerusform>
            <numerusform>%n cells had been interrupted and did not run again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were left out.</source>
        <translation>
            <numerusform>One file was left out.</numerusform>
            <numerusform>%n files were left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::RecoveryFlow</name>
    <message numerus="yes">
        <source>Discard what was not saved of %n notebook(s)? It cannot be brought back.</source>
        <translation>
            <numerusform>Discard what was not saved of %n notebook? It cannot be brought back.</numerusform>
            <numerusform>Discard what was not saved of %n notebooks? It cannot be brought back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::RecoveryText</name>
    <message numerus="yes">
        <source>%n changed cell(s)</source>
        <translation>
            <numerusform>%n changed cell</numerusform>
            <numerusform>%n changed cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new cell(s)</source>
        <translation>
            <numerusform>%n new cell</numerusform>
            <numerusform>%n new cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted cell(s)</source>
        <translation>
            <numerusform>%n deleted cell</numerusform>
            <numerusform>%n deleted cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved cell(s)</source>
        <translation>
            <numerusform>%n moved cell</numerusform>
            <numerusform>%n moved cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::SessionPanel</name>
    <message numerus="yes">
        <source>Last rebuild: %1 of %n the same</source>
        <translation>
            <numerusform>Last rebuild: %1 of %n the same</numerusform>
            <numerusform>Last rebuild: %1 of %n the same</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::StatusPresenter</name>
    <message numerus="yes">
        <source>Running cell %1 · %2 s · %n waiting</source>
        <translation>
            <numerusform>Running cell %1 · %2 s · %n waiting</numerusform>
            <numerusform>Running cell %1 · %2 s · %n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s)</source>
        <translation>
            <numerusform>%n cell</numerusform>
            <numerusform>%n cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>ends in %n minute(s) without a run</source>
        <translation>
            <numerusform>ends in %n minute without a run</numerusform>
            <numerusform>ends in %n minutes without a run</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Waiting for a free session, next try in %n s</source>
        <translation>
            <numerusform>Waiting for a free session, next try in %n s</numerusform>
            <numerusform>Waiting for a free session, next try in %n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moving the session · %1 of %n run(s)</source>
        <translation>
            <numerusform>Moving the session · %1 of %n run</numerusform>
            <numerusform>Moving the session · %1 of %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rebuilding the session · %1 of %n run(s)</source>
        <translation>
            <numerusform>Rebuilding the session · %1 of %n run</numerusform>
            <numerusform>Rebuilding the session · %1 of %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::TextBlockLayout</name>
    <message numerus="yes">
        <source>%Ln lines hidden – show all</source>
        <extracomment>A link between the beginning and the end of a long output</extracomment>
        <translation>
            <numerusform>%Ln line hidden – show all</numerusform>
            <numerusform>%Ln lines hidden – show all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::WindowMessages</name>
    <message numerus="yes">
        <source>Cell %1 failed: %2. %n waiting cell(s) were not run.</source>
        <translation>
            <numerusform>Cell %1 failed: %2. %n waiting cell was not run.</numerusform>
            <numerusform>Cell %1 failed: %2. %n waiting cells were not run.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Another program changed %n cell(s) of ‘%1’ that you changed, too.</source>
        <translation>
            <numerusform>Another program changed a cell of ‘%1’ that you changed, too.</numerusform>
            <numerusform>Another program changed %n cells of ‘%1’ that you changed, too.</numerusform>
        </translation>
    </message>
</context>
</TS>
