<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>RunLabel</name>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>waiting for a session, %1 s</source>
        <extracomment>beside a cell; the pool has no session free and is asked again after so many seconds</extracomment>
        <translation>wartet auf eine Sitzung, %1 s</translation>
    </message>
    <message>
        <source>waiting for a session</source>
        <translation>wartet auf eine Sitzung</translation>
    </message>
    <message>
        <source>not in this session</source>
        <extracomment>beside a cell whose variables are gone with its session</extracomment>
        <translation>nicht in dieser Sitzung</translation>
    </message>
</context>
<context>
    <name>sessionbook::AboutDialog</name>
    <message>
        <source>About Sessionbook</source>
        <translation>Über Sessionbook</translation>
    </message>
    <message>
        <source>Sessionbook %1</source>
        <translation>Sessionbook %1</translation>
    </message>
    <message>
        <source>A notebook whose code runs in isolated sessions.</source>
        <translation>Ein Notizbuch, dessen Code in abgeschirmten Sitzungen läuft.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later, without any warranty.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer, ohne jede Gewährleistung.</translation>
    </message>
    <message>
        <source>Built on: %1</source>
        <translation>Gebaut auf: %1</translation>
    </message>
</context>
<context>
    <name>sessionbook::AccessCheckDialog</name>
    <message>
        <source>Access to %1</source>
        <translation>Zugriff auf %1</translation>
    </message>
    <message>
        <source>Copy &amp;Report</source>
        <translation>&amp;Bericht kopieren</translation>
    </message>
    <message>
        <source>&amp;Sign In…</source>
        <translation>&amp;Anmelden …</translation>
    </message>
    <message>
        <source>Check A&amp;gain</source>
        <translation>&amp;Erneut prüfen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Being tried…</source>
        <translation>Wird versucht …</translation>
    </message>
    <message>
        <source>in order</source>
        <extracomment>spoken: a step of a check and how it went</extracomment>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
</context>
<context>
    <name>sessionbook::AccessText</name>
    <message>
        <source>You are signed in</source>
        <translation>Sie sind angemeldet</translation>
    </message>
    <message>
        <source>The sign-in is meant for session pools</source>
        <translation>Die Anmeldung gilt für Sitzungspools</translation>
    </message>
    <message>
        <source>The pool answers</source>
        <translation>Der Pool antwortet</translation>
    </message>
    <message>
        <source>You may use the pool</source>
        <translation>Sie dürfen den Pool benutzen</translation>
    </message>
    <message>
        <source>The pool is one that runs cells</source>
        <translation>Der Pool führt Zellen aus</translation>
    </message>
    <message>
        <source>Code runs</source>
        <translation>Code läuft</translation>
    </message>
    <message>
        <source>The token does not say what it is for; the pool will tell.</source>
        <translation>Das Token sagt nicht, wofür es gilt; das zeigt der Pool.</translation>
    </message>
    <message>
        <source>The pool does not say; running code will tell.</source>
        <translation>Der Pool sagt es nicht; das zeigt die Ausführung.</translation>
    </message>
    <message>
        <source>As %1.</source>
        <translation>Als %1.</translation>
    </message>
    <message>
        <source>A token was found.</source>
        <translation>Ein Token wurde gefunden.</translation>
    </message>
    <message>
        <source>For %1.</source>
        <translation>Für %1.</translation>
    </message>
    <message>
        <source>%1 is there and its certificate is good.</source>
        <translation>%1 ist da, sein Zertifikat ist gültig.</translation>
    </message>
    <message>
        <source>The pool accepted the token.</source>
        <translation>Der Pool hat das Token angenommen.</translation>
    </message>
    <message>
        <source>Python %1.</source>
        <translation>Python %1.</translation>
    </message>
    <message>
        <source>It took code.</source>
        <translation>Er hat Code angenommen.</translation>
    </message>
    <message>
        <source>One line ran, and its session was ended again.</source>
        <translation>Eine Zeile lief; ihre Sitzung wurde wieder beendet.</translation>
    </message>
    <message>
        <source>The token is for %1, not for session pools.</source>
        <translation>Das Token gilt für %1, nicht für Sitzungspools.</translation>
    </message>
    <message>
        <source>This pool runs containers of its own kind, which have no notebook interface.</source>
        <translation>Dieser Pool führt eigene Container aus, die keine Notebooks bedienen.</translation>
    </message>
    <message>
        <source>You are signed in, but your account lacks the role ‘%1’ on this pool.</source>
        <translation>Sie sind angemeldet, aber Ihrem Konto fehlt die Rolle „%1“ für diesen Pool.</translation>
    </message>
    <message>
        <source>The pool refused the token, also after it was renewed.</source>
        <translation>Der Pool hat das Token abgelehnt, auch nachdem es erneuert wurde.</translation>
    </message>
    <message>
        <source>The pool is full: all its sessions are in use.</source>
        <translation>Der Pool ist voll: Alle seine Sitzungen werden benutzt.</translation>
    </message>
    <message>
        <source>The pool did not find a session to run in. It is full, or its address is wrong.</source>
        <translation>Der Pool fand keine Sitzung für den Code. Er ist voll, oder seine Adresse ist falsch.</translation>
    </message>
    <message>
        <source>Sign in here, or run the command below in a terminal, and check again.</source>
        <translation>Melden Sie sich hier an, oder führen Sie den Befehl unten in einem Terminal aus, und prüfen Sie erneut.</translation>
    </message>
    <message>
        <source>Get a token for session pools, for instance with the command below, or sign in here.</source>
        <translation>Holen Sie ein Token für Sitzungspools, etwa mit dem Befehl unten, oder melden Sie sich hier an.</translation>
    </message>
    <message>
        <source>An owner of the pool can give it to you with the command below, or in the Azure portal: the pool ▸ Access control (IAM) ▸ Add role assignment. A new role takes one to five minutes until it counts; check again then.</source>
        <translation>Ein Besitzer des Pools kann sie Ihnen mit dem Befehl unten geben, oder im Azure-Portal: der Pool ▸ Zugriffssteuerung (IAM) ▸ Rollenzuweisung hinzufügen. Eine neue Rolle gilt erst nach ein bis fünf Minuten; prüfen Sie dann erneut.</translation>
    </message>
    <message>
        <source>Sign in again, to the directory that the pool&apos;s subscription belongs to. If the address was typed in, check that it is the pool&apos;s management endpoint, whole.</source>
        <translation>Melden Sie sich erneut an, und zwar in dem Verzeichnis, zu dem das Abonnement des Pools gehört. Wurde die Adresse eingetippt, prüfen Sie, ob sie der vollständige Verwaltungsendpunkt des Pools ist.</translation>
    </message>
    <message>
        <source>Choose a pool of the type Python, or create one.</source>
        <translation>Wählen Sie einen Pool vom Typ Python, oder legen Sie einen an.</translation>
    </message>
    <message>
        <source>Compare the address with the pool&apos;s overview page in the Azure portal. If other pages do not open either, mend the network or its DNS first.</source>
        <translation>Vergleichen Sie die Adresse mit der Übersichtsseite des Pools im Azure-Portal. Öffnen sich auch andere Seiten nicht, bringen Sie zuerst das Netz oder sein DNS in Ordnung.</translation>
    </message>
    <message>
        <source>Check the system&apos;s proxy settings (https_proxy and no_proxy in the environment), or ask your network&apos;s administrators to let *.dynamicsessions.io through.</source>
        <translation>Prüfen Sie die Proxy-Einstellungen des Systems (https_proxy und no_proxy in der Umgebung), oder bitten Sie die Verwaltung Ihres Netzes, *.dynamicsessions.io durchzulassen.</translation>
    </message>
    <message>
        <source>Check this computer&apos;s clock. In a network that opens encrypted connections, have its certificate installed on this computer.</source>
        <translation>Prüfen Sie die Uhr dieses Rechners. In einem Netz, das verschlüsselte Verbindungen öffnet, lassen Sie dessen Zertifikat auf diesem Rechner installieren.</translation>
    </message>
    <message>
        <source>Check the address and its port; a firewall may refuse the connection, too.</source>
        <translation>Prüfen Sie die Adresse und ihren Port; auch eine Firewall kann die Verbindung ablehnen.</translation>
    </message>
    <message>
        <source>Try again. If it stays so, a firewall may hold the connection back: *.dynamicsessions.io must be reachable on port 443.</source>
        <translation>Versuchen Sie es erneut. Bleibt es dabei, hält vielleicht eine Firewall die Verbindung auf: *.dynamicsessions.io muss auf Port 443 erreichbar sein.</translation>
    </message>
    <message>
        <source>Try again in a few minutes, and look at Azure&apos;s status page if it stays so.</source>
        <translation>Versuchen Sie es in einigen Minuten erneut, und sehen Sie auf Azures Statusseite nach, wenn es dabei bleibt.</translation>
    </message>
    <message>
        <source>Check the address, and whether this network wants a sign-in of its own in a browser first.</source>
        <translation>Prüfen Sie die Adresse, und ob dieses Netz zuerst eine eigene Anmeldung im Browser verlangt.</translation>
    </message>
    <message>
        <source>Wait until a session ends, end one that is no longer needed, or raise the pool&apos;s maximum in the Azure portal. Sessionbook waits by itself when a cell runs.</source>
        <translation>Warten Sie, bis eine Sitzung endet, beenden Sie eine nicht mehr gebrauchte, oder erhöhen Sie im Azure-Portal das Maximum des Pools. Beim Ausführen einer Zelle wartet Sessionbook von selbst.</translation>
    </message>
    <message>
        <source>The pool may be starting a session still. Check again in a minute.</source>
        <translation>Vielleicht startet der Pool noch eine Sitzung. Prüfen Sie in einer Minute erneut.</translation>
    </message>
    <message>
        <source>Check again in a minute. If it stays so, create another pool and compare.</source>
        <translation>Prüfen Sie in einer Minute erneut. Bleibt es dabei, legen Sie zum Vergleich einen anderen Pool an.</translation>
    </message>
    <message>
        <source>%1 answered.</source>
        <translation>%1 hat geantwortet.</translation>
    </message>
    <message>
        <source>A shell: cells run as commands.</source>
        <translation>Eine Shell: Zellen laufen als Befehle.</translation>
    </message>
</context>
<context>
    <name>sessionbook::AutosaveMenu</name>
    <message>
        <source>&amp;Off</source>
        <extracomment>no autosave</extracomment>
        <translation>&amp;Aus</translation>
    </message>
    <message>
        <source>Every &amp;30 Seconds</source>
        <translation>Alle &amp;30 Sekunden</translation>
    </message>
    <message>
        <source>Every &amp;2 Minutes</source>
        <translation>Alle &amp;2 Minuten</translation>
    </message>
    <message>
        <source>Every &amp;10 Minutes</source>
        <translation>Alle &amp;10 Minuten</translation>
    </message>
    <message>
        <source>When the &amp;Window Loses Focus</source>
        <translation>Wenn das &amp;Fenster den Fokus verliert</translation>
    </message>
</context>
<context>
    <name>sessionbook::CheckpointCommands</name>
    <message numerus="yes">
        <source>%n kept version(s) are damaged and were left out.</source>
        <translation>
            <numerusform>Eine aufbewahrte Fassung ist beschädigt und wurde ausgelassen.</numerusform>
            <numerusform>%n aufbewahrte Fassungen sind beschädigt und wurden ausgelassen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::CheckpointWords</name>
    <message>
        <source>Cell %1 comes back</source>
        <translation>Zelle %1 kommt zurück</translation>
    </message>
    <message>
        <source>Cell %1 goes</source>
        <translation>Zelle %1 entfällt</translation>
    </message>
    <message>
        <source>Cell %1 moves here</source>
        <translation>Zelle %1 wandert hierher</translation>
    </message>
    <message>
        <source>Cell %1 gets its old output back</source>
        <translation>Zelle %1 bekommt ihre alte Ausgabe zurück</translation>
    </message>
    <message>
        <source>Cell %1 changes, with its output</source>
        <translation>Zelle %1 ändert sich, mitsamt ihrer Ausgabe</translation>
    </message>
    <message>
        <source>Cell %1 changes</source>
        <translation>Zelle %1 ändert sich</translation>
    </message>
    <message>
        <source>as it was opened</source>
        <translation>wie sie geöffnet wurde</translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <comment>cells</comment>
        <translation>
            <numerusform>%n geändert</numerusform>
            <numerusform>%n geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <comment>cells</comment>
        <translation>
            <numerusform>%n neu</numerusform>
            <numerusform>%n neu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted</source>
        <comment>cells</comment>
        <translation>
            <numerusform>%n gelöscht</numerusform>
            <numerusform>%n gelöscht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved</source>
        <comment>cells</comment>
        <translation>
            <numerusform>%n verschoben</numerusform>
            <numerusform>%n verschoben</numerusform>
        </translation>
    </message>
    <message>
        <source>no cell changed</source>
        <translation>keine Zelle geändert</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Cell %1: %2</source>
        <translation>Zelle %1: %2</translation>
    </message>
    <message>
        <source>This is what the notebook holds now.</source>
        <translation>So ist das Notebook jetzt.</translation>
    </message>
    <message>
        <source>… and more</source>
        <translation>… und mehr</translation>
    </message>
</context>
<context>
    <name>sessionbook::CheckpointsDialog</name>
    <message>
        <source>Checkpoints</source>
        <translation>Sicherungspunkte</translation>
    </message>
    <message>
        <source>The last saved versions of “%1”. Restoring one is a single step for Undo; the file changes when you save.</source>
        <translation>Die zuletzt gespeicherten Fassungen von „%1“. Wiederherstellen ist ein einziger Schritt für Rückgängig; die Datei ändert sich beim Speichern.</translation>
    </message>
    <message>
        <source>Saved versions</source>
        <translation>Gespeicherte Fassungen</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>What restoring would change</source>
        <translation>Was das Wiederherstellen ändern würde</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>No version is kept yet. The first is made when the notebook is saved.</source>
        <translation>Noch ist keine Fassung aufbewahrt. Die erste entsteht, wenn das Notebook gespeichert wird.</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Wird verglichen …</translation>
    </message>
</context>
<context>
    <name>sessionbook::ClosingQuestion</name>
    <message>
        <source>End the Session?</source>
        <translation>Sitzung beenden?</translation>
    </message>
    <message>
        <source>The session in “%1” is still there.</source>
        <translation>Die Sitzung in „%1“ besteht noch.</translation>
    </message>
    <message>
        <source>Ended, it costs nothing more, and its variables and files are gone. Left, it is billed until the pool ends it for want of use.</source>
        <translation>Beendet kostet sie nichts mehr, und ihre Variablen und Dateien sind weg. Belassen wird sie berechnet, bis der Pool sie mangels Nutzung beendet.</translation>
    </message>
    <message>
        <source>&amp;End Session</source>
        <translation>Sitzung &amp;beenden</translation>
    </message>
    <message>
        <source>&amp;Leave It</source>
        <translation>Be&amp;lassen</translation>
    </message>
    <message>
        <source>Do so from now on without asking</source>
        <translation>Künftig ohne Nachfrage so verfahren</translation>
    </message>
</context>
<context>
    <name>sessionbook::CommandLine</name>
    <message>
        <source>A notebook whose code runs in isolated sessions.</source>
        <translation>Ein Notizbuch, dessen Code in abgeschirmten Sitzungen läuft.</translation>
    </message>
    <message>
        <source>Notebooks to open.</source>
        <translation>Zu öffnende Notizbücher.</translation>
    </message>
    <message>
        <source>Show this text.</source>
        <translation>Diesen Text zeigen.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>Die Version zeigen.</translation>
    </message>
    <message>
        <source>Command for a terminal</source>
        <translation>Befehl für ein Terminal</translation>
    </message>
    <message>
        <source>Co&amp;py</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Den Befehl kopieren</translation>
    </message>
</context>
<context>
    <name>sessionbook::DeviceCodePage</name>
    <message>
        <source>&amp;Copy Code</source>
        <translation>Code &amp;kopieren</translation>
    </message>
    <message>
        <source>Code to enter</source>
        <translation>Einzugebender Code</translation>
    </message>
    <message>
        <source>Asking for a code…</source>
        <translation>Ein Code wird angefragt …</translation>
    </message>
    <message>
        <source>Open the page on this computer or any other device, and enter this code there. Go on only if you started this yourself.</source>
        <translation>Öffnen Sie die Seite auf diesem Rechner oder einem anderen Gerät und geben Sie dort diesen Code ein. Fahren Sie nur fort, wenn Sie dies selbst begonnen haben.</translation>
    </message>
    <message>
        <source>&amp;Open %1</source>
        <extracomment>%1: a web address</extracomment>
        <translation>%1 ö&amp;ffnen</translation>
    </message>
    <message>
        <source>The code is valid for %1 more.</source>
        <extracomment>%1: minutes and seconds, such as 14:59</extracomment>
        <translation>Der Code gilt noch %1.</translation>
    </message>
</context>
<context>
    <name>sessionbook::Display</name>
    <message>
        <source>There is no display to open a window on. To execute a notebook without one, use sessionbook-run.</source>
        <translation>Es gibt keinen Bildschirm für ein Fenster. Ohne einen führt sessionbook-run Notizbücher aus.</translation>
    </message>
</context>
<context>
    <name>sessionbook::ErrorBlockLayout</name>
    <message>
        <source>line %1</source>
        <extracomment>Where in the cell an error happened</extracomment>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>hide 1 library frame</source>
        <translation>1 Bibliotheksaufruf verbergen</translation>
    </message>
    <message numerus="yes">
        <source>hide %Ln library frames</source>
        <translation>
            <numerusform>%Ln Bibliotheksaufruf verbergen</numerusform>
            <numerusform>%Ln Bibliotheksaufrufe verbergen</numerusform>
        </translation>
    </message>
    <message>
        <source>1 library frame hidden</source>
        <extracomment>A link: functions of installed packages in an error&apos;s traceback</extracomment>
        <translation>1 Bibliotheksaufruf verborgen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln library frames hidden</source>
        <translation>
            <numerusform>%Ln Bibliotheksaufruf verborgen</numerusform>
            <numerusform>%Ln Bibliotheksaufrufe verborgen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::ErrorText</name>
    <message>
        <source>Cannot find ‘%1’. Check the name and the folder.</source>
        <translation>„%1“ wurde nicht gefunden. Prüfen Sie Namen und Ordner.</translation>
    </message>
    <message>
        <source>‘%1’ is a folder, not a file. Choose a file in it.</source>
        <translation>„%1“ ist ein Ordner, keine Datei. Wählen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>No permission to use ‘%1’. Change its permissions or choose another place.</source>
        <translation>Keine Berechtigung für „%1“. Ändern Sie die Zugriffsrechte oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Cannot write ‘%1’: the disk is full. Free some space and try again; the file is as it was.</source>
        <translation>„%1“ kann nicht geschrieben werden: Der Datenträger ist voll. Schaffen Sie Platz und versuchen Sie es erneut; die Datei ist, wie sie war.</translation>
    </message>
    <message>
        <source>Cannot read ‘%1’. Check that its disk or network folder is still there.</source>
        <translation>„%1“ kann nicht gelesen werden. Prüfen Sie, ob der Datenträger oder Netzordner noch da ist.</translation>
    </message>
    <message>
        <source>Cannot write ‘%1’; the file is as it was. Try again or choose another place.</source>
        <translation>„%1“ kann nicht geschrieben werden; die Datei ist, wie sie war. Versuchen Sie es erneut oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>‘%1’ is empty. Choose another file, or start a new notebook.</source>
        <translation>„%1“ ist leer. Wählen Sie eine andere Datei oder beginnen Sie ein neues Notizbuch.</translation>
    </message>
    <message>
        <source>‘%1’ is not a notebook. Choose a file that Jupyter or Sessionbook wrote.</source>
        <translation>„%1“ ist kein Notizbuch. Wählen Sie eine Datei, die Jupyter oder Sessionbook geschrieben hat.</translation>
    </message>
    <message>
        <source>‘%1’ is too large. Make it smaller or split it.</source>
        <translation>„%1“ ist zu groß. Verkleinern oder teilen Sie die Datei.</translation>
    </message>
    <message>
        <source>‘%1’ could not be started or ended early. Check that it is installed.</source>
        <translation>„%1“ ließ sich nicht starten oder endete vorzeitig. Prüfen Sie, ob es installiert ist.</translation>
    </message>
    <message>
        <source>Work on ‘%1’ was cancelled.</source>
        <translation>Die Arbeit an „%1“ wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Another program changed ‘%1’ since it was opened. Save under another name, or replace it.</source>
        <translation>Ein anderes Programm hat „%1“ geändert, seit es geöffnet wurde. Speichern Sie unter anderem Namen oder ersetzen Sie die Datei.</translation>
    </message>
    <message>
        <source>‘%1’ holds something that cannot be used. Mend it, or remove it.</source>
        <translation>„%1“ enthält etwas, das nicht verwendet werden kann. Berichtigen oder entfernen Sie es.</translation>
    </message>
    <message>
        <source>Something in Sessionbook failed while working on ‘%1’. Please report it.</source>
        <translation>Bei der Arbeit an „%1“ ist in Sessionbook etwas fehlgeschlagen. Bitte melden Sie das.</translation>
    </message>
    <message>
        <source>‘%1’ is not a notebook: it is damaged or cut off. Open an earlier copy.</source>
        <translation>„%1“ ist kein Notizbuch: Die Datei ist beschädigt oder abgeschnitten. Öffnen Sie eine frühere Kopie.</translation>
    </message>
    <message>
        <source>‘%1’ is damaged at line %2, or cut off there. Mend that line, or open an earlier copy.</source>
        <translation>„%1“ ist in Zeile %2 beschädigt oder dort abgeschnitten. Berichtigen Sie die Zeile oder öffnen Sie eine frühere Kopie.</translation>
    </message>
    <message>
        <source>‘%1’ is damaged at line %2, column %3, or cut off there. Mend that line, or open an earlier copy.</source>
        <translation>„%1“ ist in Zeile %2, Spalte %3 beschädigt oder dort abgeschnitten. Berichtigen Sie die Zeile oder öffnen Sie eine frühere Kopie.</translation>
    </message>
    <message>
        <source>The file was not found. Check its name.</source>
        <translation>Die Datei wurde nicht gefunden. Prüfen Sie ihren Namen.</translation>
    </message>
    <message>
        <source>A folder was given where a file is needed. Choose a file.</source>
        <translation>Statt einer Datei wurde ein Ordner angegeben. Wählen Sie eine Datei.</translation>
    </message>
    <message>
        <source>Permission was denied. Change the permissions or choose another place.</source>
        <translation>Der Zugriff wurde verweigert. Ändern Sie die Zugriffsrechte oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The disk is full. Free some space and try again.</source>
        <translation>Der Datenträger ist voll. Schaffen Sie Platz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Reading failed. Check that the disk or network folder is still there.</source>
        <translation>Das Lesen ist fehlgeschlagen. Prüfen Sie, ob der Datenträger oder Netzordner noch da ist.</translation>
    </message>
    <message>
        <source>Writing failed. Try again or choose another place.</source>
        <translation>Das Schreiben ist fehlgeschlagen. Versuchen Sie es erneut oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The file is empty. Choose another one.</source>
        <translation>Die Datei ist leer. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>The text is damaged at line %1, or cut off there. Mend that line.</source>
        <translation>Der Text ist in Zeile %1 beschädigt oder dort abgeschnitten. Berichtigen Sie die Zeile.</translation>
    </message>
    <message>
        <source>The text is damaged or cut off. Try an earlier copy.</source>
        <translation>Der Text ist beschädigt oder abgeschnitten. Versuchen Sie es mit einer früheren Kopie.</translation>
    </message>
    <message>
        <source>This is not a notebook. Choose a file that Jupyter or Sessionbook wrote.</source>
        <translation>Das ist kein Notizbuch. Wählen Sie eine Datei, die Jupyter oder Sessionbook geschrieben hat.</translation>
    </message>
    <message>
        <source>A value that was given cannot be used. Check what you entered.</source>
        <translation>Ein angegebener Wert kann nicht verwendet werden. Prüfen Sie Ihre Eingabe.</translation>
    </message>
    <message>
        <source>This is too large. Make it smaller or split it.</source>
        <translation>Das ist zu groß. Verkleinern oder teilen Sie es.</translation>
    </message>
    <message>
        <source>A program that Sessionbook needs could not be started or ended early. Check that Sessionbook is installed completely.</source>
        <translation>Ein Programm, das Sessionbook braucht, ließ sich nicht starten oder endete vorzeitig. Prüfen Sie, ob Sessionbook vollständig installiert ist.</translation>
    </message>
    <message>
        <source>This was cancelled.</source>
        <translation>Das wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Another program changed the file since it was opened. Save under another name.</source>
        <translation>Ein anderes Programm hat die Datei geändert, seit sie geöffnet wurde. Speichern Sie unter anderem Namen.</translation>
    </message>
    <message>
        <source>Something in Sessionbook failed. Please report it.</source>
        <translation>In Sessionbook ist etwas fehlgeschlagen. Bitte melden Sie das.</translation>
    </message>
    <message>
        <source>The request was cancelled.</source>
        <translation>Die Anfrage wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The pool did not answer in time. Try again, or reconnect.</source>
        <translation>Der Pool hat nicht rechtzeitig geantwortet. Versuchen Sie es erneut oder verbinden Sie sich neu.</translation>
    </message>
    <message>
        <source>The pool cannot be reached: nothing answers at its address. Check that it is running, then reconnect.</source>
        <translation>Der Pool ist nicht erreichbar: Unter seiner Adresse antwortet nichts. Prüfen Sie, ob er läuft, und verbinden Sie sich neu.</translation>
    </message>
    <message>
        <source>The pool cannot be reached: its host name is not known. Check the address and the network, then reconnect.</source>
        <translation>Der Pool ist nicht erreichbar: Sein Rechnername ist unbekannt. Prüfen Sie Adresse und Netz und verbinden Sie sich neu.</translation>
    </message>
    <message>
        <source>The connection to the pool broke off. Check the network, then reconnect.</source>
        <translation>Die Verbindung zum Pool ist abgerissen. Prüfen Sie das Netz und verbinden Sie sich neu.</translation>
    </message>
    <message>
        <source>The pool&apos;s certificate could not be verified, so nothing was sent. Check the address and this computer&apos;s clock.</source>
        <translation>Das Zertifikat des Pools ließ sich nicht prüfen, deshalb wurde nichts gesendet. Prüfen Sie die Adresse und die Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>Nothing was sent, because the token would have left this computer unprotected. Use an address that begins with https.</source>
        <translation>Es wurde nichts gesendet, weil das Token diesen Rechner ungeschützt verlassen hätte. Verwenden Sie eine Adresse, die mit https beginnt.</translation>
    </message>
    <message>
        <source>The pool refused the token. Sign in again, or enter a new token.</source>
        <translation>Der Pool hat das Token abgelehnt. Melden Sie sich neu an oder geben Sie ein neues Token ein.</translation>
    </message>
    <message>
        <source>You are signed in but may not use this pool. Ask for the role ‘Azure ContainerApps Session Executor’ on it.</source>
        <translation>Sie sind angemeldet, dürfen diesen Pool aber nicht benutzen. Bitten Sie um die Rolle „Azure ContainerApps Session Executor“ für ihn.</translation>
    </message>
    <message>
        <source>The pool does not know what was asked for: the session or the file is gone. Run a cell to start a new session, or check the pool&apos;s address.</source>
        <translation>Der Pool kennt das Verlangte nicht: Die Sitzung oder die Datei gibt es nicht mehr. Führen Sie eine Zelle aus, um eine neue Sitzung zu starten, oder prüfen Sie die Adresse des Pools.</translation>
    </message>
    <message>
        <source>The session is busy with something else. Try again when it is done.</source>
        <translation>Die Sitzung ist mit etwas anderem beschäftigt. Versuchen Sie es wieder, wenn das erledigt ist.</translation>
    </message>
    <message>
        <source>The pool refused this as too large. Send something smaller.</source>
        <translation>Der Pool hat das als zu groß abgelehnt. Senden Sie etwas Kleineres.</translation>
    </message>
    <message>
        <source>The pool did not accept the request. Check the pool&apos;s address and version.</source>
        <translation>Der Pool hat die Anfrage nicht angenommen. Prüfen Sie Adresse und Version des Pools.</translation>
    </message>
    <message>
        <source>The pool had an internal fault. Try again in a moment.</source>
        <translation>Im Pool ist ein Fehler aufgetreten. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The answer did not come from a session pool, or was damaged. Check the pool&apos;s address.</source>
        <translation>Die Antwort kam nicht von einem Sitzungspool oder war beschädigt. Prüfen Sie die Adresse des Pools.</translation>
    </message>
    <message>
        <source>The file on this computer could not be read or written. Check that it is still there and that there is space.</source>
        <translation>Die Datei auf diesem Rechner ließ sich nicht lesen oder schreiben. Prüfen Sie, ob sie noch da ist und ob Platz ist.</translation>
    </message>
    <message>
        <source>The request to the pool failed. Try again.</source>
        <translation>Die Anfrage an den Pool ist fehlgeschlagen. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The pool is full. Try again in a moment, or end a session that is no longer needed.</source>
        <translation>Der Pool ist voll. Versuchen Sie es gleich noch einmal oder beenden Sie eine Sitzung, die nicht mehr gebraucht wird.</translation>
    </message>
    <message numerus="yes">
        <source>The pool is full and asks to wait. Try again in %n s.</source>
        <translation>
            <numerusform>Der Pool ist voll und bittet um Geduld. Versuchen Sie es in %n s erneut.</numerusform>
            <numerusform>Der Pool ist voll und bittet um Geduld. Versuchen Sie es in %n s erneut.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cannot upload ‘%1’: it is no longer there. Choose it again.</source>
        <translation>„%1“ kann nicht hochgeladen werden: Die Datei ist nicht mehr da. Wählen Sie sie erneut.</translation>
    </message>
    <message>
        <source>Cannot upload ‘%1’: it is a folder. Drop the files in it, or a zip file.</source>
        <translation>„%1“ kann nicht hochgeladen werden: Es ist ein Ordner. Nehmen Sie die Dateien darin oder eine Zip-Datei.</translation>
    </message>
    <message>
        <source>Cannot upload ‘%1’: no permission to read it. Change its permissions first.</source>
        <translation>„%1“ kann nicht hochgeladen werden: Keine Leseberechtigung. Ändern Sie zuerst die Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Cannot upload ‘%1’: it is larger than %2. Split or compress it.</source>
        <translation>„%1“ kann nicht hochgeladen werden: Die Datei ist größer als %2. Teilen oder packen Sie sie.</translation>
    </message>
    <message>
        <source>Cannot upload ‘%1’: the pool does not accept this name. Rename it with letters, digits, spaces and - _ . only.</source>
        <translation>„%1“ kann nicht hochgeladen werden: Der Pool nimmt diesen Namen nicht an. Verwenden Sie nur Buchstaben, Ziffern, Leerzeichen und - _ . im Namen.</translation>
    </message>
    <message>
        <source>Cannot upload ‘%1’: it is not a file on this computer. Save it here first.</source>
        <translation>„%1“ kann nicht hochgeladen werden: Die Datei liegt nicht auf diesem Rechner. Speichern Sie sie zuerst hier.</translation>
    </message>
    <message>
        <source>Cannot upload ‘%1’.</source>
        <translation>„%1“ kann nicht hochgeladen werden.</translation>
    </message>
    <message>
        <source>The cell failed. Its output shows why.</source>
        <translation>Die Zelle ist fehlgeschlagen. Ihre Ausgabe zeigt, warum.</translation>
    </message>
    <message>
        <source>The cell failed with %1.</source>
        <translation>Die Zelle ist mit %1 fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The session ended while the cell ran, perhaps because memory was used up. Its variables are gone; restart and run the cells again.</source>
        <extracomment>%1: the pool&apos;s own sentence, such as &quot;The Python process ended with exit code 3.&quot;</extracomment>
        <translation>Die Sitzung endete, während die Zelle lief, vielleicht weil der Speicher aufgebraucht war. Ihre Variablen sind verloren; starten Sie neu und führen Sie die Zellen noch einmal aus.</translation>
    </message>
    <message>
        <source>The session ended while the cell ran: %1 Its variables are gone; restart and run the cells again.</source>
        <translation>Die Sitzung endete, während die Zelle lief: %1 Ihre Variablen sind verloren; starten Sie neu und führen Sie die Zellen noch einmal aus.</translation>
    </message>
    <message>
        <source>The cell took longer than the time limit and was stopped. Let it do less at once, or raise the limit.</source>
        <translation>Die Zelle überschritt die Zeitgrenze und wurde angehalten. Lassen Sie sie weniger auf einmal tun oder heben Sie die Grenze an.</translation>
    </message>
    <message>
        <source>The pool did not answer. Reconnect and run the cell again.</source>
        <translation>Der Pool hat nicht geantwortet. Verbinden Sie sich neu und führen Sie die Zelle noch einmal aus.</translation>
    </message>
    <message>
        <source>The cell was interrupted.</source>
        <translation>Die Zelle wurde unterbrochen.</translation>
    </message>
    <message>
        <source>The cell has not failed.</source>
        <translation>Die Zelle ist nicht fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The cell needed more memory than its session may use (%1). Delete what is no longer needed, or restart and work on less at once.</source>
        <extracomment>%1: the Python error&apos;s name and message</extracomment>
        <translation>Die Zelle brauchte mehr Speicher, als ihre Sitzung benutzen darf (%1). Löschen Sie, was nicht mehr gebraucht wird, oder starten Sie die Sitzung neu und verarbeiten Sie weniger auf einmal.</translation>
    </message>
    <message>
        <source>‘%1’ is a notebook of a format newer than 4. Update Sessionbook, or save it as format 4 with Jupyter.</source>
        <translation>„%1“ ist ein Notizbuch in einem neueren Format als 4. Aktualisieren Sie Sessionbook oder speichern Sie es mit Jupyter im Format 4.</translation>
    </message>
    <message>
        <source>This notebook is of a format newer than 4. Save it as format 4 first.</source>
        <translation>Dieses Notizbuch hat ein neueres Format als 4. Speichern Sie es zuerst im Format 4.</translation>
    </message>
    <message>
        <source>The disk of ‘%1’ is full. Until there is space again, what you do not save is lost if Sessionbook ends suddenly. Free some space, and save often.</source>
        <translation>Der Datenträger von „%1“ ist voll. Bis wieder Platz ist, geht verloren, was Sie nicht speichern, wenn Sessionbook plötzlich endet. Schaffen Sie Platz und speichern Sie oft.</translation>
    </message>
    <message>
        <source>‘%1’ cannot be written to. Until it can, what you do not save is lost if Sessionbook ends suddenly. Check that folder, and save often.</source>
        <translation>In „%1“ kann nicht geschrieben werden. Bis das geht, geht verloren, was Sie nicht speichern, wenn Sessionbook plötzlich endet. Prüfen Sie diesen Ordner und speichern Sie oft.</translation>
    </message>
    <message>
        <source>This is no JSON object yet: line %1, column %2: %3. Mend it to apply it.</source>
        <extracomment>%3 is what a parser says, in English</extracomment>
        <translation>Das ist noch kein JSON-Objekt: Zeile %1, Spalte %2: %3. Berichtigen Sie es, um es anzuwenden.</translation>
    </message>
    <message>
        <source>Not a regular expression, at character %1: %2.</source>
        <extracomment>%2 is what the engine of regular expressions says, in English</extracomment>
        <translation>Kein regulärer Ausdruck, bei Zeichen %1: %2.</translation>
    </message>
    <message>
        <source>‘%1’ is not text in UTF-8: line %2, column %3 cannot be read. Save it as UTF-8 with the editor it comes from.</source>
        <translation>„%1“ ist kein Text in UTF-8: Zeile %2, Spalte %3 ist nicht lesbar. Speichern Sie die Datei mit dem Editor, aus dem sie kommt, in UTF-8.</translation>
    </message>
    <message>
        <source>This is not text in UTF-8. Save it as UTF-8 with the editor it comes from.</source>
        <translation>Das ist kein Text in UTF-8. Speichern Sie die Datei mit dem Editor, aus dem sie kommt, in UTF-8.</translation>
    </message>
    <message>
        <source>This subscription was never used for Container Apps, and Sessionbook could not change that. Ask an owner to run ‘az provider register --namespace Microsoft.App’.</source>
        <translation>Dieses Abonnement wurde noch nie für Container Apps benutzt, und Sessionbook konnte das nicht ändern. Bitten Sie einen Besitzer, „az provider register --namespace Microsoft.App“ auszuführen.</translation>
    </message>
    <message>
        <source>The waiting was ended. What Azure was asked for may still be done: look again in a few minutes.</source>
        <translation>Das Warten wurde beendet. Was von Azure verlangt war, kann trotzdem noch geschehen: Sehen Sie in einigen Minuten wieder nach.</translation>
    </message>
    <message>
        <source>You are not signed in to Azure. Sign in, or use ‘az login’ and try again.</source>
        <translation>Sie sind nicht bei Azure angemeldet. Melden Sie sich an, oder benutzen Sie „az login“ und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Azure refused the sign-in. Sign in again.</source>
        <translation>Azure hat die Anmeldung abgelehnt. Melden Sie sich erneut an.</translation>
    </message>
    <message>
        <source>Azure refused the sign-in: this belongs to the directory %1. Sign in to that one.</source>
        <translation>Azure hat die Anmeldung abgelehnt: Dies gehört zum Verzeichnis %1. Melden Sie sich dort an.</translation>
    </message>
    <message numerus="yes">
        <source>Azure has had too many requests from you. Try again in %n s.</source>
        <translation>
            <numerusform>Azure hat zu viele Anfragen von Ihnen erhalten. Versuchen Sie es in %n s erneut.</numerusform>
            <numerusform>Azure hat zu viele Anfragen von Ihnen erhalten. Versuchen Sie es in %n s erneut.</numerusform>
        </translation>
    </message>
    <message>
        <source>Azure has had too many requests from you. Try again in a minute.</source>
        <translation>Azure hat zu viele Anfragen von Ihnen erhalten. Versuchen Sie es in einer Minute erneut.</translation>
    </message>
    <message>
        <source>Azure did not answer in time. Try again; what it was asked for may have been done meanwhile.</source>
        <translation>Azure hat nicht rechtzeitig geantwortet. Versuchen Sie es erneut; vielleicht ist das Verlangte inzwischen geschehen.</translation>
    </message>
    <message>
        <source>Azure cannot be reached. Check the network and try again.</source>
        <translation>Azure ist nicht erreichbar. Prüfen Sie das Netz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Azure no longer knows this. Someone may have deleted it: look again.</source>
        <translation>Azure kennt das nicht mehr. Vielleicht hat es jemand gelöscht: Sehen Sie noch einmal nach.</translation>
    </message>
    <message>
        <source>Azure had an internal fault. Try again in a moment.</source>
        <translation>In Azure ist ein Fehler aufgetreten. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Azure&apos;s answer led to another host, so it was not followed. Check the network and the sign-in&apos;s cloud.</source>
        <translation>Azures Antwort führte zu einem anderen Rechner und wurde deshalb nicht verfolgt. Prüfen Sie das Netz und die Cloud der Anmeldung.</translation>
    </message>
    <message>
        <source>The answer did not come from Azure, or was damaged. Check whether this network wants a sign-in of its own.</source>
        <translation>Die Antwort kam nicht von Azure oder war beschädigt. Prüfen Sie, ob dieses Netz eine eigene Anmeldung verlangt.</translation>
    </message>
    <message>
        <source>Azure refused this: %1</source>
        <extracomment>%1 is Azure&apos;s own sentence, in English</extracomment>
        <translation>Azure hat das abgelehnt: %1</translation>
    </message>
    <message>
        <source>No token was found. Sign in from the session menu or with ‘az login’, or set SESSIONBOOK_POOL_TOKEN.</source>
        <translation>Es wurde kein Token gefunden. Melden Sie sich im Menü „Sitzung“ oder mit „az login“ an, oder setzen Sie SESSIONBOOK_POOL_TOKEN.</translation>
    </message>
    <message>
        <source>Your account may not do this. Ask an owner of the subscription or the resource group for a role that may, such as ‘Contributor’.</source>
        <translation>Ihr Konto darf das nicht. Bitten Sie einen Besitzer des Abonnements oder der Ressourcengruppe um eine Rolle, die es darf, etwa „Mitwirkender“ (Contributor).</translation>
    </message>
    <message>
        <source>The proxy on the way to the pool asks for a user name and a password. Put them into its address, such as https_proxy=http://name:password@host:port, and start Sessionbook anew.</source>
        <translation>Der Proxy auf dem Weg zum Pool verlangt einen Benutzernamen und ein Passwort. Geben Sie beides in seiner Adresse an, etwa https_proxy=http://name:passwort@host:port, und starten Sie Sessionbook neu.</translation>
    </message>
    <message>
        <source>The proxy on the way to the pool cannot be reached or refused the connection. Check the system&apos;s proxy settings, or https_proxy and no_proxy.</source>
        <translation>Der Proxy auf dem Weg zum Pool ist nicht erreichbar oder hat die Verbindung abgelehnt. Prüfen Sie die Proxy-Einstellungen des Systems oder https_proxy und no_proxy.</translation>
    </message>
    <message>
        <source>The pool&apos;s certificate is not valid today, so nothing was sent. Check this computer&apos;s clock; if it is right, the pool&apos;s owner has to renew it.</source>
        <translation>Das Zertifikat des Pools ist heute nicht gültig, daher wurde nichts gesendet. Prüfen Sie die Uhr dieses Computers; geht sie richtig, muss es der Eigentümer des Pools erneuern.</translation>
    </message>
    <message>
        <source>This computer does not know who signed the pool&apos;s certificate, so nothing was sent. A proxy that reads along does that: ask who runs the network for its certificate, and add it to those of the system.</source>
        <translation>Dieser Computer kennt nicht, wer das Zertifikat des Pools signiert hat, daher wurde nichts gesendet. Ein mitlesender Proxy bewirkt das: Fragen Sie, wer das Netzwerk betreibt, nach dessen Zertifikat und fügen Sie es denen des Systems hinzu.</translation>
    </message>
    <message>
        <source>The certificate belongs to another host than the pool&apos;s address names, so nothing was sent. Check the address.</source>
        <translation>Das Zertifikat gehört zu einem anderen Host als dem in der Adresse des Pools, daher wurde nichts gesendet. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>%1 Its variables and files are gone, the outputs are here. Rebuild sends the files and runs the cells again.</source>
        <translation>%1 Ihre Variablen und Dateien sind weg, die Ausgaben sind hier. „Neu aufbauen“ sendet die Dateien und führt die Zellen erneut aus.</translation>
    </message>
    <message>
        <source>The session ended because nothing ran for as long as the pool waits.</source>
        <translation>Die Sitzung endete, weil so lange nichts lief, wie der Pool wartet.</translation>
    </message>
    <message>
        <source>The session ended because the pool lets none live longer.</source>
        <translation>Die Sitzung endete, weil der Pool keine länger leben lässt.</translation>
    </message>
    <message>
        <source>The session went beyond its limits and was ended: %1</source>
        <extracomment>%1: the pool&apos;s own sentence</extracomment>
        <translation>Die Sitzung überschritt ihre Grenzen und wurde beendet: %1</translation>
    </message>
    <message>
        <source>The session was ended, here or elsewhere.</source>
        <translation>Die Sitzung wurde beendet, hier oder anderswo.</translation>
    </message>
    <message>
        <source>The session&apos;s Python ended: %1</source>
        <extracomment>%1: the pool&apos;s own sentence</extracomment>
        <translation>Das Python der Sitzung endete: %1</translation>
    </message>
    <message>
        <source>The session was found new: the one before it ended meanwhile.</source>
        <translation>Die Sitzung ist neu: Die frühere endete inzwischen.</translation>
    </message>
    <message>
        <source>The pool on this computer ended, and its sessions with it.</source>
        <translation>Der Pool auf diesem Rechner endete und mit ihm seine Sitzungen.</translation>
    </message>
    <message>
        <source>The pool cannot be reached, so the session is taken for lost.</source>
        <translation>Der Pool ist nicht erreichbar, daher gilt die Sitzung als verloren.</translation>
    </message>
    <message>
        <source>Sessionbook ended suddenly while this notebook had a session.</source>
        <translation>Sessionbook endete plötzlich, während dieses Notizbuch eine Sitzung hatte.</translation>
    </message>
    <message>
        <source>The session is not there any more; the pool does not say why.</source>
        <translation>Die Sitzung besteht nicht mehr; der Pool sagt nicht, warum.</translation>
    </message>
    <message>
        <source>‘%1’ is not what was sent: it has changed since.</source>
        <translation>‚%1‘ ist nicht mehr, was gesendet wurde: Die Datei hat sich seither geändert.</translation>
    </message>
    <message>
        <source>‘%1’ is no longer at %2.</source>
        <translation>‚%1‘ liegt nicht mehr unter %2.</translation>
    </message>
    <message>
        <source>‘%1’ cannot be read. Check its permissions.</source>
        <translation>‚%1‘ kann nicht gelesen werden. Prüfen Sie die Berechtigungen.</translation>
    </message>
    <message>
        <source>‘%1’ is as it was.</source>
        <translation>‚%1‘ ist, wie sie war.</translation>
    </message>
</context>
<context>
    <name>sessionbook::ExportCommands</name>
    <message>
        <source>Export as HTML</source>
        <translation>Als HTML exportieren</translation>
    </message>
    <message>
        <source>Web pages (*.html *.htm)</source>
        <translation>Webseiten (*.html *.htm)</translation>
    </message>
    <message>
        <source>Export as Markdown</source>
        <translation>Als Markdown exportieren</translation>
    </message>
    <message>
        <source>Markdown (*.md *.markdown)</source>
        <translation>Markdown (*.md *.markdown)</translation>
    </message>
    <message>
        <source>Export as Python Script</source>
        <translation>Als Python-Skript exportieren</translation>
    </message>
    <message>
        <source>Python scripts (*.py)</source>
        <translation>Python-Skripte (*.py)</translation>
    </message>
</context>
<context>
    <name>sessionbook::FileDropHandler</name>
    <message>
        <source>Drop files to upload them to the session, notebooks to open them</source>
        <translation>Loslassen, um Dateien in die Sitzung hochzuladen und Notizbücher zu öffnen</translation>
    </message>
</context>
<context>
    <name>sessionbook::FileRow</name>
    <message>
        <source>%1 B</source>
        <extracomment>a size in bytes</extracomment>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>progress of an upload in percent</extracomment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>The pool is full; the file is sent when a session is free.</source>
        <translation>Der Pool ist voll; die Datei wird gesendet, sobald eine Sitzung frei ist.</translation>
    </message>
    <message>
        <source>waiting</source>
        <extracomment>in the list of files, of an upload for which there is no free session</extracomment>
        <translation>wartet</translation>
    </message>
</context>
<context>
    <name>sessionbook::FilesPanel</name>
    <message>
        <source>Refresh the list of files</source>
        <translation>Liste der Dateien aktualisieren</translation>
    </message>
    <message>
        <source>Upload files…</source>
        <translation>Dateien hochladen…</translation>
    </message>
    <message>
        <source>Files in the session</source>
        <translation>Dateien in der Sitzung</translation>
    </message>
    <message>
        <source>Drop files here or anywhere in the window to upload them to the session</source>
        <translation>Dateien hierher oder irgendwo ins Fenster ziehen, um sie in die Sitzung hochzuladen</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <source>Copy Path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Delete from Session</source>
        <translation>Aus der Sitzung löschen</translation>
    </message>
    <message>
        <source>Cancel Upload</source>
        <translation>Hochladen abbrechen</translation>
    </message>
    <message>
        <source>Remove from List</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Upload Files…</source>
        <translation>Dateien hochladen…</translation>
    </message>
    <message>
        <source>Download File</source>
        <translation>Datei herunterladen</translation>
    </message>
    <message>
        <source>Delete “%1” from the session?</source>
        <translation>„%1“ aus der Sitzung löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n file(s) from the session?</source>
        <translation>
            <numerusform>%n Datei aus der Sitzung löschen?</numerusform>
            <numerusform>%n Dateien aus der Sitzung löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete Files</source>
        <translation>Dateien löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>sessionbook::FindBar</name>
    <message>
        <source>Find and replace</source>
        <translation>Suchen und Ersetzen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Groß- und Kleinschreibung beachten</translation>
    </message>
    <message>
        <source>|ab|</source>
        <extracomment>The face of the switch for whole words; a word between two bars, or its like</extracomment>
        <translation>|ab|</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Ganze Wörter</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>Vorheriger Treffer (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>Nächster Treffer (F3)</translation>
    </message>
    <message>
        <source>Close the find bar (Esc)</source>
        <translation>Suchleiste schließen (Esc)</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>Replace &amp;All</source>
        <translation>&amp;Alle ersetzen</translation>
    </message>
</context>
<context>
    <name>sessionbook::FindController</name>
    <message>
        <source>This expression takes too long; make it simpler.</source>
        <translation>Dieser Ausdruck braucht zu lange; vereinfachen Sie ihn.</translation>
    </message>
    <message>
        <source>More than %L1 matches</source>
        <translation>Mehr als %L1 Treffer</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Kein Treffer</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 von %L2</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n Treffer</numerusform>
            <numerusform>%n Treffer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n match(es) replaced</source>
        <translation>
            <numerusform>%n Treffer ersetzt</numerusform>
            <numerusform>%n Treffer ersetzt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::ImageBlockLayout</name>
    <message>
        <source>This picture cannot be shown: its data is damaged or too large.</source>
        <translation>Dieses Bild kann nicht gezeigt werden: Seine Daten sind beschädigt oder zu groß.</translation>
    </message>
</context>
<context>
    <name>sessionbook::MainMenus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>Zu&amp;letzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Change Cell &amp;Type</source>
        <translation>Art der &amp;Zelle ändern</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>A&amp;usführen</translation>
    </message>
    <message>
        <source>&amp;Session</source>
        <translation>&amp;Sitzung</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Examples</source>
        <translation>&amp;Beispiele</translation>
    </message>
    <message>
        <source>Tool Bar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xportieren</translation>
    </message>
    <message>
        <source>A&amp;utosave</source>
        <translation>A&amp;utomatisch speichern</translation>
    </message>
    <message>
        <source>&amp;Move To</source>
        <translation>&amp;Verschieben nach</translation>
    </message>
</context>
<context>
    <name>sessionbook::MainWindow</name>
    <message>
        <source>Notebook</source>
        <translation>Notizbuch</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Gliederung</translation>
    </message>
    <message>
        <source>“%1” is in /mnt/data</source>
        <translation>„%1“ liegt in /mnt/data</translation>
    </message>
    <message>
        <source>Downloaded to %1</source>
        <translation>Heruntergeladen nach %1</translation>
    </message>
    <message>
        <source>%1[*] — Sessionbook</source>
        <translation>%1[*] — Sessionbook</translation>
    </message>
    <message>
        <source>Cell Running</source>
        <translation>Zelle läuft</translation>
    </message>
    <message>
        <source>A cell of “%1” is still running. Stop it and close?</source>
        <translation>Eine Zelle von „%1“ läuft noch. Anhalten und schließen?</translation>
    </message>
    <message>
        <source>Stop and Close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Exporting to %1…</source>
        <translation>Export nach %1…</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Nach %1 exportiert</translation>
    </message>
    <message>
        <source>%1 (upgraded from format %2)[*] — Sessionbook</source>
        <extracomment>%1: the document&apos;s name, %2: the version of nbformat it was written in; saved, it is 4</extracomment>
        <translation>%1 (aus Format %2 umgewandelt)[*] — Sessionbook</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
</context>
<context>
    <name>sessionbook::MainWindowActions</name>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Undo Last Change</source>
        <translation>Letzte Änderung rückgängig machen</translation>
    </message>
    <message>
        <source>Redo Last Change</source>
        <translation>Letzte Änderung wiederholen</translation>
    </message>
    <message>
        <source>Cu&amp;t Cells</source>
        <translation>Zellen &amp;ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy Cells</source>
        <translation>Zellen &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste Cells Below</source>
        <translation>Zellen darunter &amp;einfügen</translation>
    </message>
    <message>
        <source>Paste Cells &amp;Above</source>
        <translation>Zellen darüber ein&amp;fügen</translation>
    </message>
    <message>
        <source>&amp;Delete Cells</source>
        <translation>Zellen &amp;löschen</translation>
    </message>
    <message>
        <source>Select A&amp;ll Cells</source>
        <translation>Alle Zellen aus&amp;wählen</translation>
    </message>
    <message>
        <source>&amp;Split Cell at Caret</source>
        <translation>Zelle an der Schreibmarke &amp;teilen</translation>
    </message>
    <message>
        <source>&amp;Merge Cells</source>
        <translation>Zellen &amp;verbinden</translation>
    </message>
    <message>
        <source>Insert Cell A&amp;bove</source>
        <translation>Neue Zelle &amp;darüber</translation>
    </message>
    <message>
        <source>&amp;Insert Cell Below</source>
        <translation>&amp;Neue Zelle darunter</translation>
    </message>
    <message>
        <source>Add Code Cell</source>
        <translation>Codezelle hinzufügen</translation>
    </message>
    <message>
        <source>Add Text Cell</source>
        <translation>Textzelle hinzufügen</translation>
    </message>
    <message>
        <source>Move Cell &amp;Up</source>
        <translation>Zelle nach &amp;oben</translation>
    </message>
    <message>
        <source>Move Cell Do&amp;wn</source>
        <translation>Zelle nach &amp;unten</translation>
    </message>
    <message>
        <source>Change to &amp;Code</source>
        <translation>In &amp;Code ändern</translation>
    </message>
    <message>
        <source>Change to &amp;Text (Markdown)</source>
        <translation>In &amp;Text ändern (Markdown)</translation>
    </message>
    <message>
        <source>Change to Ra&amp;w</source>
        <translation>In &amp;Rohtext ändern</translation>
    </message>
    <message>
        <source>Heading 1</source>
        <translation>Überschrift 1</translation>
    </message>
    <message>
        <source>Heading 2</source>
        <translation>Überschrift 2</translation>
    </message>
    <message>
        <source>Heading 3</source>
        <translation>Überschrift 3</translation>
    </message>
    <message>
        <source>Heading 4</source>
        <translation>Überschrift 4</translation>
    </message>
    <message>
        <source>Heading 5</source>
        <translation>Überschrift 5</translation>
    </message>
    <message>
        <source>Heading 6</source>
        <translation>Überschrift 6</translation>
    </message>
    <message>
        <source>&amp;Run and Go to Next</source>
        <translation>&amp;Ausführen und weiter</translation>
    </message>
    <message>
        <source>Run and &amp;Stay</source>
        <translation>Ausführen und &amp;bleiben</translation>
    </message>
    <message>
        <source>Run and &amp;Insert Below</source>
        <translation>Ausführen und &amp;neue Zelle darunter</translation>
    </message>
    <message>
        <source>Run &amp;All Cells</source>
        <translation>A&amp;lle Zellen ausführen</translation>
    </message>
    <message>
        <source>Run All Abo&amp;ve</source>
        <translation>Alle da&amp;rüber ausführen</translation>
    </message>
    <message>
        <source>Run Current and All &amp;Below</source>
        <translation>Diese und alle &amp;darunter ausführen</translation>
    </message>
    <message>
        <source>Inte&amp;rrupt</source>
        <translation>&amp;Unterbrechen</translation>
    </message>
    <message>
        <source>&amp;Clear Outputs of Selected Cells</source>
        <translation>Ausgaben der ausgewählten Zellen &amp;verwerfen</translation>
    </message>
    <message>
        <source>Clear All &amp;Outputs</source>
        <translation>Alle Aus&amp;gaben verwerfen</translation>
    </message>
    <message>
        <source>&amp;Restart</source>
        <translation>&amp;Neu starten</translation>
    </message>
    <message>
        <source>Restart and Run &amp;All</source>
        <translation>Neu starten und &amp;alle ausführen</translation>
    </message>
    <message>
        <source>&amp;Local</source>
        <translation>&amp;Lokal</translation>
    </message>
    <message>
        <source>&amp;Connect to a Pool…</source>
        <translation>Mit einem &amp;Pool verbinden…</translation>
    </message>
    <message>
        <source>Reco&amp;nnect</source>
        <translation>Neu &amp;verbinden</translation>
    </message>
    <message>
        <source>&amp;End Session</source>
        <translation>Sitzung &amp;beenden</translation>
    </message>
    <message>
        <source>&amp;Upload Files…</source>
        <translation>Dateien &amp;hochladen…</translation>
    </message>
    <message>
        <source>&amp;Side Panel</source>
        <translation>&amp;Seitenleiste</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Rundgang</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;About Sessionbook</source>
        <translation>&amp;Über Sessionbook</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>With a cell selected (Esc leaves the text)</source>
        <translation>Mit ausgewählter Zelle (Esc verlässt den Text)</translation>
    </message>
    <message>
        <source>Edit the cell</source>
        <translation>Die Zelle bearbeiten</translation>
    </message>
    <message>
        <source>Select the cell above or below</source>
        <translation>Die Zelle darüber oder darunter auswählen</translation>
    </message>
    <message>
        <source>&amp;HTML…</source>
        <translation>&amp;HTML…</translation>
    </message>
    <message>
        <source>&amp;Markdown…</source>
        <translation>&amp;Markdown…</translation>
    </message>
    <message>
        <source>Cell Ta&amp;gs…</source>
        <translation>Zellen-Ta&amp;gs…</translation>
    </message>
    <message>
        <source>Cell M&amp;etadata…</source>
        <translation>Zellen-M&amp;etadaten…</translation>
    </message>
    <message>
        <source>&amp;Notebook Metadata…</source>
        <translation>&amp;Notebook-Metadaten…</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Suchen…</translation>
    </message>
    <message>
        <source>Find and Re&amp;place…</source>
        <translation>Suchen und E&amp;rsetzen…</translation>
    </message>
    <message>
        <source>Find Ne&amp;xt</source>
        <translation>&amp;Weitersuchen</translation>
    </message>
    <message>
        <source>Find Pre&amp;vious</source>
        <translation>&amp;Rückwärts suchen</translation>
    </message>
    <message>
        <source>Chec&amp;kpoints…</source>
        <translation>Sicherungs&amp;punkte …</translation>
    </message>
    <message>
        <source>&amp;Python Script…</source>
        <translation>&amp;Python-Skript…</translation>
    </message>
    <message>
        <source>Check My &amp;Access…</source>
        <translation>&amp;Zugriff prüfen …</translation>
    </message>
    <message>
        <source>Send Code E&amp;xactly as Written</source>
        <translation>Code &amp;genau wie geschrieben senden</translation>
    </message>
    <message>
        <source>&amp;Sign In to Azure…</source>
        <translation>Bei Azure an&amp;melden …</translation>
    </message>
    <message>
        <source>Sign &amp;Out of Azure</source>
        <translation>Von Azure &amp;abmelden</translation>
    </message>
    <message>
        <source>Re&amp;build</source>
        <translation>Neu auf&amp;bauen</translation>
    </message>
    <message>
        <source>&amp;Keep Alive While Open</source>
        <translation>Am Leben &amp;halten, solange offen</translation>
    </message>
</context>
<context>
    <name>sessionbook::MergeDialog</name>
    <message>
        <source>Choose Between Changes to “%1”</source>
        <translation>Zwischen Änderungen an „%1“ wählen</translation>
    </message>
    <message>
        <source>Previous cell</source>
        <translation>Vorige Zelle</translation>
    </message>
    <message>
        <source>Next cell</source>
        <translation>Nächste Zelle</translation>
    </message>
    <message>
        <source>The same for &amp;all cells that are left</source>
        <translation>Ebenso für &amp;alle übrigen Zellen</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>Taste: %1</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>&amp;Anwenden</translation>
    </message>
    <message>
        <source>Only “%1” has this cell.</source>
        <translation>Nur „%1“ hat diese Zelle.</translation>
    </message>
    <message>
        <source>Deleted in “%1”, changed in “%2”.</source>
        <translation>In „%1“ gelöscht, in „%2“ geändert.</translation>
    </message>
    <message>
        <source>The type of the cell is different in “%1” and in “%2”.</source>
        <translation>Die Art der Zelle ist in „%1“ eine andere als in „%2“.</translation>
    </message>
    <message>
        <source>The same lines are different in “%1” and in “%2”.</source>
        <translation>Dieselben Zeilen lauten in „%1“ anders als in „%2“.</translation>
    </message>
    <message>
        <source>The metadata is different in “%1” and in “%2”.</source>
        <translation>Die Metadaten lauten in „%1“ anders als in „%2“.</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Rohtext</translation>
    </message>
    <message>
        <source>This cell was deleted here.</source>
        <translation>Diese Zelle wurde hier gelöscht.</translation>
    </message>
    <message>
        <source>This cell is not here.</source>
        <translation>Diese Zelle gibt es hier nicht.</translation>
    </message>
    <message>
        <source>Keep “%1”</source>
        <translation>„%1“ behalten</translation>
    </message>
    <message>
        <source>Leave the cell out</source>
        <translation>Zelle weglassen</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>Beide behalten</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Every cell is decided.</source>
        <translation>Über alle Zellen ist entschieden.</translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) left to decide</source>
        <translation>
            <numerusform>Über eine Zelle ist noch zu entscheiden</numerusform>
            <numerusform>Über %n Zellen ist noch zu entscheiden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::MergePane</name>
    <message>
        <source>Text of “%1”</source>
        <translation>Text von „%1“</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <extracomment>the name of a side of a merge, and the kind of the cell there</extracomment>
        <translation>%1 – %2</translation>
    </message>
    <message numerus="yes">
        <source>⋯ %n equal line(s)</source>
        <translation>
            <numerusform>⋯ eine gleiche Zeile</numerusform>
            <numerusform>⋯ %n gleiche Zeilen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::MessageBar</name>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>sessionbook::MetadataCommands</name>
    <message>
        <source>Metadata of Cell %1</source>
        <translation>Metadaten von Zelle %1</translation>
    </message>
    <message>
        <source>Notebook Metadata</source>
        <translation>Metadaten des Notebooks</translation>
    </message>
</context>
<context>
    <name>sessionbook::MetadataDialog</name>
    <message>
        <source>Metadata as JSON</source>
        <translation>Metadaten als JSON</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>&amp;Anwenden</translation>
    </message>
</context>
<context>
    <name>sessionbook::MoveMenu</name>
    <message>
        <source>&amp;Local</source>
        <extracomment>the pool on this computer, in a menu</extracomment>
        <translation>&amp;Lokal</translation>
    </message>
    <message>
        <source>&amp;Another Pool…</source>
        <translation>&amp;Anderer Pool …</translation>
    </message>
</context>
<context>
    <name>sessionbook::NotebookController</name>
    <message>
        <source>Untitled</source>
        <extracomment>the name of a notebook that has no file yet</extracomment>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>Save Notebook</source>
        <translation>Notizbuch speichern</translation>
    </message>
    <message>
        <source>Notebooks (*.ipynb);;Python scripts (*.py);;All files (*)</source>
        <translation>Notizbücher (*.ipynb);;Python-Skripte (*.py);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>This Window</source>
        <translation>Dieses Fenster</translation>
    </message>
    <message>
        <source>On Disk</source>
        <translation>Auf der Platte</translation>
    </message>
</context>
<context>
    <name>sessionbook::NotebookRunner</name>
    <message>
        <source>Cannot upload ‘%1’.</source>
        <translation>„%1“ kann nicht hochgeladen werden.</translation>
    </message>
    <message>
        <source>Uploaded ‘%1’ to /mnt/data.</source>
        <translation>„%1“ wurde nach /mnt/data hochgeladen.</translation>
    </message>
    <message>
        <source>Interrupted before the first cell.</source>
        <translation>Vor der ersten Zelle unterbrochen.</translation>
    </message>
    <message>
        <source>The file has faults, which were passed over:</source>
        <translation>Die Datei hat Fehler, über die hinweggegangen wurde:</translation>
    </message>
    <message numerus="yes">
        <source>‘%1’ holds %n conflict(s) of a git merge. Open it in Sessionbook to choose between the sides, or finish the merge in another program.</source>
        <translation>
            <numerusform>‚%1‘ enthält einen Konflikt einer Zusammenführung von git. Öffnen Sie die Datei in Sessionbook, um zwischen den Seiten zu wählen, oder schließen Sie die Zusammenführung in einem anderen Programm ab.</numerusform>
            <numerusform>‚%1‘ enthält %n Konflikte einer Zusammenführung von git. Öffnen Sie die Datei in Sessionbook, um zwischen den Seiten zu wählen, oder schließen Sie die Zusammenführung in einem anderen Programm ab.</numerusform>
        </translation>
    </message>
    <message>
        <source>Conflicts begin at these lines: %1</source>
        <translation>Konflikte beginnen in diesen Zeilen: %1</translation>
    </message>
    <message>
        <source>This session takes code only as it is: the outputs are what the service keeps of them.</source>
        <translation>Diese Sitzung nimmt Code nur, wie er ist: die Ausgaben sind, was der Dienst davon behält.</translation>
    </message>
    <message>
        <source>The pool is full; waiting for a free session.</source>
        <translation>Der Pool ist voll; es wird auf eine freie Sitzung gewartet.</translation>
    </message>
    <message>
        <source>The service did not let a cell&apos;s run be prepared: its outputs are what the service keeps of them.</source>
        <translation>Der Dienst ließ den Lauf einer Zelle nicht vorbereiten: Ihre Ausgaben sind, was der Dienst davon behält.</translation>
    </message>
</context>
<context>
    <name>sessionbook::NotebookView</name>
    <message>
        <source>Notebook</source>
        <translation>Notizbuch</translation>
    </message>
    <message>
        <source>The notebook has no cells.</source>
        <translation>Das Notizbuch hat keine Zellen.</translation>
    </message>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>Rohtext</translation>
    </message>
    <message>
        <source>editing</source>
        <translation>wird bearbeitet</translation>
    </message>
    <message>
        <source>command mode</source>
        <translation>Befehlsmodus</translation>
    </message>
    <message>
        <source>Cell %1 of %2, %3, %4: %5</source>
        <extracomment>Read by screen readers: place of the cell, number of cells, its kind, the mode, its first line</extracomment>
        <translation>Zelle %1 von %2, %3, %4: %5</translation>
    </message>
    <message>
        <source>Run this cell</source>
        <translation>Diese Zelle ausführen</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message>
        <source>This notebook has no cells. Press B to add one.</source>
        <translation>Dieses Notizbuch hat keine Zellen. Drücken Sie B, um eine hinzuzufügen.</translation>
    </message>
    <message>
        <source>Empty text cell: double-click or press Enter to write.</source>
        <translation>Leere Textzelle: Zum Schreiben doppelklicken oder Eingabetaste drücken.</translation>
    </message>
</context>
<context>
    <name>sessionbook::NotebookWindows</name>
    <message>
        <source>%1 (recovered)</source>
        <translation>%1 (wiederhergestellt)</translation>
    </message>
    <message>
        <source>%1 (Copy)</source>
        <translation>%1 (Kopie)</translation>
    </message>
    <message>
        <source>‘%1’ held an unfinished merge of git. No cell needed a choice; save to finish it.</source>
        <translation>‚%1‘ enthielt eine unfertige Zusammenführung von git. Zu wählen war bei keiner Zelle; durch Speichern wird sie abgeschlossen.</translation>
    </message>
</context>
<context>
    <name>sessionbook::OutlinePanel</name>
    <message>
        <source>Headings of text cells appear here.</source>
        <translation>Hier erscheinen die Überschriften der Textzellen.</translation>
    </message>
    <message>
        <source>Headings of the notebook</source>
        <translation>Überschriften des Notizbuchs</translation>
    </message>
</context>
<context>
    <name>sessionbook::OutputCommands</name>
    <message>
        <source>The link “%1” does not lead to the web.</source>
        <translation>Der Verweis „%1“ führt nicht ins Web.</translation>
    </message>
    <message>
        <source>Open Link</source>
        <translation>Verweis öffnen</translation>
    </message>
    <message>
        <source>Open this address in the browser?

%1</source>
        <translation>Diese Adresse im Browser öffnen?

%1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Save Image</source>
        <translation>Bild speichern</translation>
    </message>
</context>
<context>
    <name>sessionbook::OutputPreview</name>
    <message>
        <source>Outputs</source>
        <translation>Ausgaben</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolButton</name>
    <message>
        <source>Where the code runs</source>
        <translation>Wo der Code läuft</translation>
    </message>
    <message>
        <source>Pool %1, %2</source>
        <extracomment>accessible name of the button that shows the pool and its state</extracomment>
        <translation>Pool %1, %2</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolChooserDialog</name>
    <message>
        <source>Connect to a Pool</source>
        <translation>Mit einem Pool verbinden</translation>
    </message>
    <message>
        <source>Pools</source>
        <translation>Pools</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s) could not be asked, ‘%1’ first: %2</source>
        <translation>
            <numerusform>%n Abonnement konnte nicht gefragt werden, „%1“: %2</numerusform>
            <numerusform>%n Abonnements konnten nicht gefragt werden, zuerst „%1“: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete Pool</source>
        <translation>Pool löschen</translation>
    </message>
    <message>
        <source>Delete the pool “%1” in “%2”?

All its sessions end at once, also those of other people, with their variables and files. This cannot be undone.</source>
        <translation>Den Pool „%1“ in „%2“ löschen?

Alle seine Sitzungen enden sofort, auch die anderer Leute, mit ihren Variablen und Dateien. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>&amp;Delete Pool</source>
        <translation>Pool &amp;löschen</translation>
    </message>
    <message>
        <source>‘%1’ was not deleted. %2</source>
        <translation>„%1“ wurde nicht gelöscht. %2</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolChooserFoot</name>
    <message>
        <source>&amp;Favourite</source>
        <translation>&amp;Favorit</translation>
    </message>
    <message>
        <source>Check &amp;Access…</source>
        <translation>&amp;Zugriff prüfen …</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>C&amp;reate a Pool…</source>
        <translation>Pool an&amp;legen …</translation>
    </message>
    <message>
        <source>By Addr&amp;ess…</source>
        <translation>Per A&amp;dresse …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolChooserHead</name>
    <message>
        <source>Search pools, or paste an address</source>
        <translation>Pools suchen oder eine Adresse einfügen</translation>
    </message>
    <message>
        <source>Search, or paste a pool&apos;s address</source>
        <translation>Suchen, oder die Adresse eines Pools einfügen</translation>
    </message>
    <message>
        <source>Look for pools again (F5)</source>
        <translation>Erneut nach Pools suchen (F5)</translation>
    </message>
    <message>
        <source>Look for pools again</source>
        <translation>Erneut nach Pools suchen</translation>
    </message>
    <message>
        <source>Directory</source>
        <translation>Verzeichnis</translation>
    </message>
    <message>
        <source>The directory whose subscriptions are shown</source>
        <translation>Das Verzeichnis, dessen Abonnements gezeigt werden</translation>
    </message>
    <message>
        <source>&amp;Sign In…</source>
        <translation>&amp;Anmelden …</translation>
    </message>
    <message>
        <source>Sign in to Azure, or as somebody else, or to another directory</source>
        <translation>Bei Azure anmelden, als jemand anderes oder in einem anderen Verzeichnis</translation>
    </message>
    <message>
        <source>&amp;Switch…</source>
        <translation>&amp;Wechseln …</translation>
    </message>
    <message>
        <source>Not signed in to Azure.</source>
        <translation>Nicht bei Azure angemeldet.</translation>
    </message>
    <message>
        <source>Looking for pools in Azure…</source>
        <translation>Pools in Azure werden gesucht …</translation>
    </message>
    <message numerus="yes">
        <source>Looking for pools in %n subscription(s)…</source>
        <translation>
            <numerusform>Pools werden in %n Abonnement gesucht …</numerusform>
            <numerusform>Pools werden in %n Abonnements gesucht …</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed in to Azure.</source>
        <translation>Bei Azure angemeldet.</translation>
    </message>
    <message>
        <source>Signed in as %1.</source>
        <translation>Angemeldet als %1.</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolCreateDialog</name>
    <message>
        <source>Create a Pool</source>
        <translation>Pool anlegen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Creating the pool</source>
        <translation>Der Pool wird angelegt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>&amp;Anlegen</translation>
    </message>
    <message>
        <source>Creating the resource group…</source>
        <translation>Die Ressourcengruppe wird angelegt …</translation>
    </message>
    <message>
        <source>Preparing the subscription for Container Apps. This is done once and takes a minute or two…</source>
        <translation>Das Abonnement wird für Container Apps vorbereitet. Das geschieht einmal und dauert ein, zwei Minuten …</translation>
    </message>
    <message>
        <source>Azure is creating the pool. This takes up to a minute…</source>
        <translation>Azure legt den Pool an. Das dauert bis zu einer Minute …</translation>
    </message>
    <message>
        <source>Not Now</source>
        <translation>Nicht jetzt</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolDialog</name>
    <message>
        <source>Connect to a Pool</source>
        <translation>Mit einem Pool verbinden</translation>
    </message>
    <message>
        <source>Pool address</source>
        <translation>Adresse des Pools</translation>
    </message>
    <message>
        <source>Where the token comes from</source>
        <translation>Woher das Token kommt</translation>
    </message>
    <message>
        <source>Azure CLI (az login)</source>
        <translation>Azure-CLI (az login)</translation>
    </message>
    <message>
        <source>Environment variable SESSIONBOOK_POOL_TOKEN</source>
        <translation>Umgebungsvariable SESSIONBOOK_POOL_TOKEN</translation>
    </message>
    <message>
        <source>A token typed in here</source>
        <translation>Einem hier eingegebenen Token</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Kept in memory only, until the program ends</source>
        <translation>Bleibt nur im Arbeitsspeicher, bis das Programm endet</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>&amp;Adresse:</translation>
    </message>
    <message>
        <source>&amp;Sign in with:</source>
        <translation>A&amp;nmelden mit:</translation>
    </message>
    <message>
        <source>&amp;Token:</source>
        <translation>&amp;Token:</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>Enter the pool&apos;s management endpoint; the Azure portal shows it on the pool&apos;s overview page.</source>
        <translation>Geben Sie den Verwaltungsendpunkt des Pools ein; das Azure-Portal zeigt ihn auf der Übersichtsseite des Pools.</translation>
    </message>
    <message>
        <source>This is no web address.</source>
        <translation>Das ist keine Webadresse.</translation>
    </message>
    <message>
        <source>A token would travel unencrypted: the address must begin with https:// unless it is on this computer.</source>
        <translation>Ein Token würde unverschlüsselt übertragen: Die Adresse muss mit https:// beginnen, außer sie liegt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The address must begin with https:// and hold no user name, query or fragment.</source>
        <translation>Die Adresse muss mit https:// beginnen und darf weder Benutzernamen noch Abfrage noch Fragment enthalten.</translation>
    </message>
    <message>
        <source>Enter the token.</source>
        <translation>Geben Sie das Token ein.</translation>
    </message>
    <message>
        <source>Automatic: environment, then Azure&apos;s tools</source>
        <translation>Automatisch: Umgebung, dann Azures Werkzeuge</translation>
    </message>
    <message>
        <source>Sign in with a browser or a code</source>
        <translation>Anmelden mit Browser oder Code</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolForm</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>for example plots</source>
        <translation>zum Beispiel diagramme</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>Resource group</source>
        <translation>Ressourcengruppe</translation>
    </message>
    <message>
        <source>Name of the new group</source>
        <translation>Name der neuen Gruppe</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Node.js</source>
        <translation>Node.js</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Off: code reaches nothing outside</source>
        <translation>Aus: Code erreicht nichts außerhalb</translation>
    </message>
    <message>
        <source>On: code may reach the internet</source>
        <translation>An: Code darf ins Internet</translation>
    </message>
    <message>
        <source>A session ends after minutes unused</source>
        <translation>Minuten ohne Benutzung, nach denen eine Sitzung endet</translation>
    </message>
    <message>
        <source> min unused</source>
        <translation> min ohne Benutzung</translation>
    </message>
    <message>
        <source>Sessions at most</source>
        <translation>Höchstzahl der Sitzungen</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>&amp;Subscription:</source>
        <translation>&amp;Abonnement:</translation>
    </message>
    <message>
        <source>Resource &amp;group:</source>
        <translation>Ressourcen&amp;gruppe:</translation>
    </message>
    <message>
        <source>Ne&amp;w group:</source>
        <translation>Ne&amp;ue Gruppe:</translation>
    </message>
    <message>
        <source>&amp;Region:</source>
        <translation>&amp;Region:</translation>
    </message>
    <message>
        <source>T&amp;ype:</source>
        <translation>T&amp;yp:</translation>
    </message>
    <message>
        <source>Networ&amp;k:</source>
        <translation>Net&amp;z:</translation>
    </message>
    <message>
        <source>Without a network nothing can be installed or fetched, and nothing leaves the session but what you download.</source>
        <translation>Ohne Netz lässt sich nichts installieren oder holen, und nichts verlässt die Sitzung, außer was Sie herunterladen.</translation>
    </message>
    <message>
        <source>Session &amp;ends:</source>
        <translation>Sitzung &amp;endet nach:</translation>
    </message>
    <message>
        <source>At &amp;most:</source>
        <translation>&amp;Höchstens:</translation>
    </message>
    <message>
        <source> sessions at once</source>
        <translation> Sitzungen zugleich</translation>
    </message>
    <message>
        <source>A new one</source>
        <translation>Eine neue</translation>
    </message>
    <message>
        <source>There is no subscription that something can be created in.</source>
        <translation>Es gibt kein Abonnement, in dem sich etwas anlegen lässt.</translation>
    </message>
    <message>
        <source>This group has a pool of that name already.</source>
        <translation>In dieser Gruppe gibt es schon einen Pool dieses Namens.</translation>
    </message>
    <message>
        <source>A group&apos;s name may hold letters, digits and - _ . ( ), and no dot at its end.</source>
        <translation>Der Name einer Gruppe darf Buchstaben, Ziffern und - _ . ( ) enthalten, aber nicht mit einem Punkt enden.</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolListModel</name>
    <message>
        <source>%1, favourite. %2. %3</source>
        <extracomment>spoken: a pool&apos;s name, what it is, where it is</extracomment>
        <translation>%1, Favorit. %2. %3</translation>
    </message>
    <message>
        <source>%1. %2. %3</source>
        <translation>%1. %2. %3</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Used Lately</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Pools in Azure</source>
        <translation>Pools in Azure</translation>
    </message>
    <message>
        <source>More Pools in Azure</source>
        <translation>Weitere Pools in Azure</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolMenu</name>
    <message>
        <source>★ %1</source>
        <extracomment>a favourite among the pools of the menu</extracomment>
        <translation>★ %1</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolNotices</name>
    <message>
        <source>Sign In…</source>
        <translation>Anmelden …</translation>
    </message>
    <message>
        <source>No pool matches</source>
        <translation>Kein Pool passt</translation>
    </message>
    <message>
        <source>Names, types, regions, subscriptions and groups are searched.</source>
        <translation>Durchsucht werden Namen, Typen, Regionen, Abonnements und Gruppen.</translation>
    </message>
    <message>
        <source>Show All</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Looking for pools…</source>
        <translation>Pools werden gesucht …</translation>
    </message>
    <message>
        <source>Every subscription you can see is asked. What is found appears at once.</source>
        <translation>Jedes Abonnement, das Sie sehen können, wird gefragt. Was gefunden wird, erscheint sofort.</translation>
    </message>
    <message>
        <source>Sign in to see your pools</source>
        <translation>Melden Sie sich an, um Ihre Pools zu sehen</translation>
    </message>
    <message>
        <source>Sessionbook then lists the session pools of your subscriptions, and can create one. With a pool&apos;s address and a token you need no sign-in here.</source>
        <translation>Sessionbook zeigt dann die Sitzungspools Ihrer Abonnements und kann einen anlegen. Mit Adresse und Token eines Pools brauchen Sie hier keine Anmeldung.</translation>
    </message>
    <message>
        <source>Azure could not be asked</source>
        <translation>Azure konnte nicht gefragt werden</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>No subscription</source>
        <translation>Kein Abonnement</translation>
    </message>
    <message>
        <source>This account has no Azure subscription in this directory. Sign in to another directory, or ask for access to one.</source>
        <translation>Dieses Konto hat in diesem Verzeichnis kein Azure-Abonnement. Melden Sie sich in einem anderen Verzeichnis an, oder bitten Sie um Zugriff auf eines.</translation>
    </message>
    <message>
        <source>No session pools yet</source>
        <translation>Noch keine Sitzungspools</translation>
    </message>
    <message>
        <source>A pool is where your cells run, each notebook in a session of its own. Creating one takes a minute.</source>
        <translation>In einem Pool laufen Ihre Zellen, jedes Notebook in einer eigenen Sitzung. Ihn anzulegen dauert eine Minute.</translation>
    </message>
    <message>
        <source>Create a Pool…</source>
        <translation>Pool anlegen …</translation>
    </message>
</context>
<context>
    <name>sessionbook::PoolWords</name>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Node.js</source>
        <translation>Node.js</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>Custom container</source>
        <translation>Eigener Container</translation>
    </message>
    <message>
        <source>Unknown type</source>
        <translation>Unbekannter Typ</translation>
    </message>
    <message numerus="yes">
        <source>%n in use</source>
        <translation>
            <numerusform>%n in Benutzung</numerusform>
            <numerusform>%n in Benutzung</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 in use</source>
        <extracomment>how many of a pool&apos;s sessions are in use</extracomment>
        <translation>%1 von %2 in Benutzung</translation>
    </message>
    <message numerus="yes">
        <source>at most %n session(s)</source>
        <translation>
            <numerusform>höchstens %n Sitzung</numerusform>
            <numerusform>höchstens %n Sitzungen</numerusform>
        </translation>
    </message>
    <message>
        <source>being set up</source>
        <translation>wird eingerichtet</translation>
    </message>
    <message>
        <source>setup failed</source>
        <translation>Einrichtung fehlgeschlagen</translation>
    </message>
    <message>
        <source>being deleted</source>
        <translation>wird gelöscht</translation>
    </message>
    <message>
        <source>network on</source>
        <translation>Netz an</translation>
    </message>
    <message>
        <source>network off</source>
        <translation>Netz aus</translation>
    </message>
    <message numerus="yes">
        <source>%n min idle</source>
        <extracomment>how long a session lives without being used</extracomment>
        <translation>
            <numerusform>%n min Leerlauf</numerusform>
            <numerusform>%n min Leerlauf</numerusform>
        </translation>
    </message>
    <message>
        <source>Azure is still setting this pool up. Look again in a minute.</source>
        <translation>Azure richtet diesen Pool noch ein. Sehen Sie in einer Minute wieder nach.</translation>
    </message>
    <message>
        <source>Azure could not set this pool up. Delete it and create another one.</source>
        <translation>Azure konnte diesen Pool nicht einrichten. Löschen Sie ihn und legen Sie einen anderen an.</translation>
    </message>
    <message>
        <source>This pool is being deleted.</source>
        <translation>Dieser Pool wird gelöscht.</translation>
    </message>
    <message>
        <source>This pool runs containers of its own kind, which have no notebook interface.</source>
        <translation>Dieser Pool führt eigene Container aus, die keine Notebooks bedienen.</translation>
    </message>
    <message>
        <source>Azure names no address for this pool that a token may be sent to.</source>
        <translation>Azure nennt für diesen Pool keine Adresse, an die ein Token gesendet werden darf.</translation>
    </message>
    <message>
        <source>Give the pool a name.</source>
        <translation>Geben Sie dem Pool einen Namen.</translation>
    </message>
    <message numerus="yes">
        <source>The name needs %n character(s) at least.</source>
        <translation>
            <numerusform>Der Name braucht mindestens %n Zeichen.</numerusform>
            <numerusform>Der Name braucht mindestens %n Zeichen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The name may have %n character(s) at most.</source>
        <translation>
            <numerusform>Der Name darf höchstens %n Zeichen haben.</numerusform>
            <numerusform>Der Name darf höchstens %n Zeichen haben.</numerusform>
        </translation>
    </message>
    <message>
        <source>The name must begin with a letter from a to z.</source>
        <translation>Der Name muss mit einem Buchstaben von a bis z beginnen.</translation>
    </message>
    <message>
        <source>The name may hold the letters a to z, digits and hyphens only.</source>
        <translation>Der Name darf nur die Buchstaben a bis z, Ziffern und Bindestriche enthalten.</translation>
    </message>
</context>
<context>
    <name>sessionbook::QtDialogs</name>
    <message>
        <source>Save Changes</source>
        <translation>Änderungen speichern</translation>
    </message>
    <message>
        <source>Save the changes to “%1” before closing?</source>
        <translation>Die Änderungen an „%1“ vor dem Schließen speichern?</translation>
    </message>
    <message>
        <source>Without saving, what changed since the last save is lost.</source>
        <translation>Ohne Speichern geht verloren, was sich seit dem letzten Speichern geändert hat.</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>Ver&amp;werfen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>File Changed on Disk</source>
        <translation>Datei auf der Festplatte geändert</translation>
    </message>
    <message>
        <source>Another program changed “%1” since it was opened.</source>
        <translation>Ein anderes Programm hat „%1“ geändert, seit es geöffnet wurde.</translation>
    </message>
    <message>
        <source>Overwriting loses the other program&apos;s changes; reloading loses yours.</source>
        <translation>Überschreiben verwirft die Änderungen des anderen Programms, Neuladen verwirft Ihre.</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Overwrite</source>
        <translation>&amp;Überschreiben</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>&amp;Neu laden</translation>
    </message>
    <message>
        <source>Open Notebook</source>
        <translation>Notizbuch öffnen</translation>
    </message>
    <message>
        <source>Upload Files to the Session</source>
        <translation>Dateien in die Sitzung hochladen</translation>
    </message>
    <message>
        <source>Files Exist Already</source>
        <translation>Dateien gibt es schon</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of this name are in the session already.</source>
        <translation>
            <numerusform>In der Sitzung gibt es schon eine Datei dieses Namens.</numerusform>
            <numerusform>In der Sitzung gibt es schon %n Dateien dieser Namen.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>&amp;Keep Both</source>
        <translation>&amp;Beide behalten</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>Über&amp;springen</translation>
    </message>
    <message>
        <source>Open in Another Window</source>
        <translation>In anderem Fenster geöffnet</translation>
    </message>
    <message>
        <source>“%1” is open in another window of Sessionbook.</source>
        <translation>„%1“ ist in einem anderen Fenster von Sessionbook geöffnet.</translation>
    </message>
    <message>
        <source>It can be opened here as a copy, which asks where to save.</source>
        <translation>Es lässt sich hier als Kopie öffnen, die beim Speichern nach dem Ort fragt.</translation>
    </message>
    <message>
        <source>&amp;Go to It</source>
        <translation>&amp;Dorthin wechseln</translation>
    </message>
    <message>
        <source>&amp;Open Anyway</source>
        <translation>&amp;Trotzdem öffnen</translation>
    </message>
    <message>
        <source>Notebooks and scripts (*.ipynb *.py);;Notebooks (*.ipynb);;Python scripts (*.py);;All files (*)</source>
        <translation>Notizbücher und Skripte (*.ipynb *.py);;Notizbücher (*.ipynb);;Python-Skripte (*.py);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>sessionbook::RebuildController</name>
    <message>
        <source>Move Session</source>
        <translation>Sitzung verschieben</translation>
    </message>
    <message>
        <source>Rebuild Session</source>
        <translation>Sitzung neu aufbauen</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) cannot be sent again as before.</source>
        <translation>
            <numerusform>Eine Datei kann nicht wie zuvor gesendet werden.</numerusform>
            <numerusform>%n Dateien können nicht wie zuvor gesendet werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Send As They Are Now</source>
        <translation>&amp;Senden, wie sie jetzt sind</translation>
    </message>
    <message>
        <source>&amp;Leave Them Out</source>
        <translation>Weg&amp;lassen</translation>
    </message>
    <message>
        <source>&amp;Go On Without Them</source>
        <translation>Ohne sie &amp;fortfahren</translation>
    </message>
</context>
<context>
    <name>sessionbook::RebuildMessages</name>
    <message>
        <source>Not moved; the session is where it was. %1</source>
        <translation>Nicht verschoben; die Sitzung ist, wo sie war. %1</translation>
    </message>
    <message>
        <source>Rebuild</source>
        <translation>Neu aufbauen</translation>
    </message>
    <message>
        <source>Show Cells</source>
        <translation>Zellen zeigen</translation>
    </message>
    <message>
        <source>Go to Cell</source>
        <translation>Zur Zelle</translation>
    </message>
    <message>
        <source>A deleted cell</source>
        <translation>Eine gelöschte Zelle</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message numerus="yes">
        <source>The session ends in %n minute(s) unless something runs. Its outputs stay here, and Rebuild makes its state again.</source>
        <translation>
            <numerusform>Die Sitzung endet in einer Minute, wenn nichts läuft. Ihre Ausgaben bleiben hier, und „Neu aufbauen“ stellt ihren Zustand wieder her.</numerusform>
            <numerusform>Die Sitzung endet in %n Minuten, wenn nichts läuft. Ihre Ausgaben bleiben hier, und „Neu aufbauen“ stellt ihren Zustand wieder her.</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep It for Now</source>
        <translation>Vorerst behalten</translation>
    </message>
    <message>
        <source>Moving the session: its files are sent and its cells run in the new pool. The outputs here stay as they are until then.</source>
        <translation>Die Sitzung wird verschoben: Ihre Dateien werden gesendet, und ihre Zellen laufen im neuen Pool. Die Ausgaben hier bleiben bis dahin, wie sie sind.</translation>
    </message>
    <message>
        <source>Rebuilding the session: its files are sent and its cells run again. The outputs here stay as they are until then.</source>
        <translation>Die Sitzung wird neu aufgebaut: Ihre Dateien werden gesendet, und ihre Zellen laufen erneut. Die Ausgaben hier bleiben bis dahin, wie sie sind.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>State restored, %1 of %n the same.</source>
        <extracomment>%1 of %n cells show the same outputs as before</extracomment>
        <translation>
            <numerusform>Zustand wiederhergestellt, %1 von %n gleich.</numerusform>
            <numerusform>Zustand wiederhergestellt, %1 von %n gleich.</numerusform>
        </translation>
    </message>
    <message>
        <source>The outputs that differ are the new ones.</source>
        <translation>Abweichende Ausgaben sind die neuen.</translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) had been interrupted and did not run again.</source>
        <translation>
            <numerusform>Eine Zelle war unterbrochen worden und lief nicht erneut.</numerusform>
            <numerusform>%n Zellen waren unterbrochen worden und liefen nicht erneut.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were left out.</source>
        <translation>
            <numerusform>Eine Datei wurde weggelassen.</numerusform>
            <numerusform>%n Dateien wurden weggelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep Old Outputs</source>
        <translation>Alte Ausgaben behalten</translation>
    </message>
    <message>
        <source>Cancelled: %1 of %2 cells ran again.</source>
        <translation>Abgebrochen: %1 von %2 Zellen liefen erneut.</translation>
    </message>
    <message>
        <source>Stopped: ‘%1’ could not be sent. %2</source>
        <translation>Angehalten: ‚%1‘ konnte nicht gesendet werden. %2</translation>
    </message>
    <message>
        <source>Stopped at a failure that was not there before. %1: %2</source>
        <translation>Angehalten bei einem Fehler, den es vorher nicht gab. %1: %2</translation>
    </message>
    <message>
        <source>Stopped: the new session ended, too. %1</source>
        <translation>Angehalten: Auch die neue Sitzung endete. %1</translation>
    </message>
    <message>
        <source>The session is where it was.</source>
        <translation>Die Sitzung ist, wo sie war.</translation>
    </message>
    <message>
        <source>Python %1 became %2.</source>
        <extracomment>%1 and %2 are versions</extracomment>
        <translation>Aus Python %1 wurde %2.</translation>
    </message>
    <message>
        <source>The package %1 is not in the new pool.</source>
        <translation>Das Paket %1 ist nicht im neuen Pool.</translation>
    </message>
    <message>
        <source>The package %1 was not in the old pool.</source>
        <translation>Das Paket %1 war nicht im alten Pool.</translation>
    </message>
    <message>
        <source>%1 %2 became %3.</source>
        <extracomment>%1 is a package, %2 and %3 are versions</extracomment>
        <translation>Aus %1 %2 wurde %3.</translation>
    </message>
    <message>
        <source>The old session in “%1” still lives.</source>
        <translation>Die alte Sitzung in „%1“ besteht noch.</translation>
    </message>
    <message>
        <source>End It</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Leave It</source>
        <translation>Belassen</translation>
    </message>
</context>
<context>
    <name>sessionbook::RecentMenu</name>
    <message>
        <source>Nothing opened yet</source>
        <translation>Noch nichts geöffnet</translation>
    </message>
    <message>
        <source>Clear List</source>
        <translation>Liste leeren</translation>
    </message>
</context>
<context>
    <name>sessionbook::RecoveryDialog</name>
    <message>
        <source>Recover Notebooks</source>
        <translation>Notizbücher wiederherstellen</translation>
    </message>
    <message>
        <source>Sessionbook ended before these notebooks were saved. What was in their windows is still there, outputs included. The files are as they were last saved; recovering does not change them.</source>
        <translation>Sessionbook endete, bevor diese Notizbücher gespeichert waren. Was in ihren Fenstern stand, ist noch da, auch die Ausgaben. Die Dateien sind so, wie sie zuletzt gespeichert wurden; das Wiederherstellen ändert sie nicht.</translation>
    </message>
    <message>
        <source>Notebooks that can be recovered</source>
        <translation>Notizbücher, die wiederhergestellt werden können</translation>
    </message>
    <message>
        <source>Notebook</source>
        <translation>Notizbuch</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Differences from the saved file</source>
        <translation>Unterschiede zur gespeicherten Datei</translation>
    </message>
    <message>
        <source>&amp;Recover</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Discard…</source>
        <translation>&amp;Verwerfen …</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Später</translation>
    </message>
    <message>
        <source>They are offered again at the next start</source>
        <translation>Sie werden beim nächsten Start wieder angeboten</translation>
    </message>
    <message>
        <source>&amp;Show Differences</source>
        <translation>&amp;Unterschiede zeigen</translation>
    </message>
</context>
<context>
    <name>sessionbook::RecoveryFlow</name>
    <message>
        <source>Discard Unsaved Changes</source>
        <translation>Ungespeicherte Änderungen verwerfen</translation>
    </message>
    <message numerus="yes">
        <source>Discard what was not saved of %n notebook(s)? It cannot be brought back.</source>
        <translation>
            <numerusform>Nicht Gespeichertes von %n Notizbuch verwerfen? Es lässt sich nicht zurückholen.</numerusform>
            <numerusform>Nicht Gespeichertes von %n Notizbüchern verwerfen? Es lässt sich nicht zurückholen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>sessionbook::RecoveryText</name>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>never saved</source>
        <translation>nie gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>%n changed cell(s)</source>
        <translation>
            <numerusform>%n geänderte Zelle</numerusform>
            <numerusform>%n geänderte Zellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new cell(s)</source>
        <translation>
            <numerusform>%n neue Zelle</numerusform>
            <numerusform>%n neue Zellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted cell(s)</source>
        <translation>
            <numerusform>%n gelöschte Zelle</numerusform>
            <numerusform>%n gelöschte Zellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moved cell(s)</source>
        <translation>
            <numerusform>%n verschobene Zelle</numerusform>
            <numerusform>%n verschobene Zellen</numerusform>
        </translation>
    </message>
    <message>
        <source>metadata of the notebook</source>
        <translation>Metadaten des Notizbuchs</translation>
    </message>
    <message>
        <source>The file was changed since, and no copy of what it was is left: the cells that were not saved are put into the file as it is now.</source>
        <translation>Die Datei wurde seitdem geändert, und es gibt keine Kopie ihres früheren Standes: Die nicht gespeicherten Zellen werden in die Datei eingesetzt, wie sie jetzt ist.</translation>
    </message>
    <message>
        <source>The file cannot be read any more, and no copy of it is left: only the cells that were not saved can be recovered.</source>
        <translation>Die Datei kann nicht mehr gelesen werden, und es gibt keine Kopie von ihr: Nur die nicht gespeicherten Zellen können wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>Another program changed the file since. What it changed is merged into what is recovered, and what contradicts is asked.</source>
        <translation>Ein anderes Programm hat die Datei seitdem geändert. Seine Änderungen werden mit dem Wiederhergestellten zusammengeführt; was sich widerspricht, wird gefragt.</translation>
    </message>
    <message>
        <source>The file is no longer there. Saving makes it again.</source>
        <translation>Die Datei ist nicht mehr da. Speichern legt sie wieder an.</translation>
    </message>
    <message>
        <source>The end of the journal was cut off; the very last change may be missing.</source>
        <translation>Das Ende des Journals ist abgeschnitten; die allerletzte Änderung kann fehlen.</translation>
    </message>
    <message>
        <source>(empty)</source>
        <extracomment>stands for the beginning of a cell&apos;s text</extracomment>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>Cell %1 is new: %2</source>
        <translation>Zelle %1 ist neu: %2</translation>
    </message>
    <message>
        <source>Cell %1 of the file was deleted: %2</source>
        <translation>Zelle %1 der Datei wurde gelöscht: %2</translation>
    </message>
    <message>
        <source>Cell %1 was moved: %2</source>
        <translation>Zelle %1 wurde verschoben: %2</translation>
    </message>
    <message>
        <source>Cell %1, text and outputs: %2</source>
        <translation>Zelle %1, Text und Ausgaben: %2</translation>
    </message>
    <message>
        <source>Cell %1, text: %2</source>
        <translation>Zelle %1, Text: %2</translation>
    </message>
    <message>
        <source>Cell %1, outputs: %2</source>
        <translation>Zelle %1, Ausgaben: %2</translation>
    </message>
</context>
<context>
    <name>sessionbook::RoleOffer</name>
    <message>
        <source>&amp;Give Me the Role</source>
        <translation>Mir die &amp;Rolle geben</translation>
    </message>
    <message>
        <source>The pool ‘%1’ is ready</source>
        <translation>Der Pool „%1“ ist bereit</translation>
    </message>
    <message>
        <source>To run code in it you need the role ‘%1’ on it. An owner of the pool gives it with this command:</source>
        <translation>Um darin Code auszuführen, brauchen Sie die Rolle „%1“. Ein Besitzer des Pools gibt sie Ihnen mit diesem Befehl:</translation>
    </message>
    <message>
        <source>To run code in it your account needs the role ‘%1’ on it. Creating a pool does not give it.</source>
        <translation>Um darin Code auszuführen, braucht Ihr Konto die Rolle „%1“. Das Anlegen eines Pools gibt sie nicht.</translation>
    </message>
    <message>
        <source>Giving your account the role…</source>
        <translation>Ihr Konto erhält die Rolle …</translation>
    </message>
    <message>
        <source>Your account has the role ‘%1’ now. It takes one to five minutes until it counts; until then the pool may still refuse you.</source>
        <translation>Ihr Konto hat nun die Rolle „%1“. Bis sie gilt, dauert es ein bis fünf Minuten; solange kann der Pool Sie noch abweisen.</translation>
    </message>
    <message>
        <source>Your account may not give roles here. Ask an owner of the subscription or the group to run this command, or to give you the role ‘%1’ in the Azure portal:</source>
        <translation>Ihr Konto darf hier keine Rollen vergeben. Bitten Sie einen Besitzer des Abonnements oder der Gruppe, diesen Befehl auszuführen oder Ihnen im Azure-Portal die Rolle „%1“ zu geben:</translation>
    </message>
    <message>
        <source>The role was not given. %1</source>
        <translation>Die Rolle wurde nicht vergeben. %1</translation>
    </message>
</context>
<context>
    <name>sessionbook::RunReport</name>
    <message>
        <source>%1 running for %2 s: %3</source>
        <translation>%1 läuft seit %2 s: %3</translation>
    </message>
    <message>
        <source>%1 done in %2 s: %3</source>
        <translation>%1 fertig nach %2 s: %3</translation>
    </message>
    <message>
        <source>%1 interrupted after %2 s: %3</source>
        <translation>%1 unterbrochen nach %2 s: %3</translation>
    </message>
    <message>
        <source>%1 failed after %2 s, which is allowed: %3</source>
        <translation>%1 fehlgeschlagen nach %2 s, was erlaubt ist: %3</translation>
    </message>
    <message>
        <source>%1 failed after %2 s: %3</source>
        <translation>%1 fehlgeschlagen nach %2 s: %3</translation>
    </message>
    <message>
        <source>[%1/%2] Cell %3</source>
        <extracomment>Progress: the first two numbers count the code cells, the third is the cell&apos;s place among all cells.</extracomment>
        <translation>[%1/%2] Zelle %3</translation>
    </message>
    <message>
        <source>%1 waiting for a free session, next try in %2 s: %3</source>
        <translation>%1 wartet auf eine freie Sitzung, nächster Versuch in %2 s: %3</translation>
    </message>
</context>
<context>
    <name>sessionbook::RunnerCommandLine</name>
    <message>
        <source>Try ‘sessionbook-run --help’.</source>
        <translation>Hilfe gibt „sessionbook-run --help“.</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Upload &lt;file…&gt; to /mnt/data of the session first; takes every name up to the next option.</source>
        <translation>Zuerst &lt;Datei…&gt; nach /mnt/data der Sitzung hochladen; nimmt alle Namen bis zur nächsten Option.</translation>
    </message>
    <message>
        <source>file…</source>
        <translation>Datei…</translation>
    </message>
    <message>
        <source>Stop a cell after &lt;seconds&gt;.</source>
        <translation>Eine Zelle nach &lt;Sekunden&gt; anhalten.</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Go on after a cell that raised an exception, and count it as run.</source>
        <translation>Nach einer Zelle mit Ausnahme weitermachen und sie als ausgeführt zählen.</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>Diese Hilfe zeigen.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>Die Version zeigen.</translation>
    </message>
    <message>
        <source>Executes the code cells of a notebook in a session and writes the notebook with its outputs.

Exit codes: 0 all cells ran, 1 a cell failed, 2 bad use or unreadable input, 3 the pool failed.</source>
        <translation>Führt die Codezellen eines Notizbuchs in einer Sitzung aus und schreibt das Notizbuch mit seinen Ausgaben.

Rückgabewerte: 0 alle Zellen liefen, 1 eine Zelle schlug fehl, 2 falscher Aufruf oder unlesbare Eingabe, 3 der Pool versagte.</translation>
    </message>
    <message>
        <source>No notebook was given. Name it before --upload.</source>
        <translation>Es wurde kein Notizbuch angegeben. Nennen Sie es vor --upload.</translation>
    </message>
    <message>
        <source>No notebook was given.</source>
        <translation>Es wurde kein Notizbuch angegeben.</translation>
    </message>
    <message>
        <source>Only one notebook can be run at a time; ‘%1’ is too many.</source>
        <translation>Es kann nur ein Notizbuch auf einmal ausgeführt werden; „%1“ ist zu viel.</translation>
    </message>
    <message>
        <source>‘%1’ is not a number of seconds.</source>
        <translation>„%1“ ist keine Anzahl von Sekunden.</translation>
    </message>
    <message>
        <source>The address of the pool cannot be used.</source>
        <translation>Die Adresse des Pools kann nicht verwendet werden.</translation>
    </message>
    <message>
        <source>Write the executed notebook to &lt;file&gt; instead of back to the input. How &lt;file&gt; ends says as what: .ipynb, .py (a script with the cells marked), .html or .md.</source>
        <translation>Das ausgeführte Notebook in &lt;file&gt; schreiben statt zurück in die Eingabe. Die Endung von &lt;file&gt; sagt, als was: .ipynb, .py (ein Skript mit markierten Zellen), .html oder .md.</translation>
    </message>
    <message>
        <source>Execute nothing: only read, and write as -o says.</source>
        <translation>Nichts ausführen: nur lesen und schreiben, wie -o es sagt.</translation>
    </message>
    <message>
        <source>The notebook to execute: .ipynb or .py.</source>
        <translation>Das auszuführende Notebook: .ipynb oder .py.</translation>
    </message>
    <message>
        <source>Cannot tell what to write to ‘%1’. Give it a name that ends in .ipynb, .py, .html or .md.</source>
        <translation>Unklar, was in „%1“ geschrieben werden soll. Ein Name mit der Endung .ipynb, .py, .html oder .md sagt es.</translation>
    </message>
    <message>
        <source>Give up after &lt;seconds&gt; in which the pool has no free session; without it, wait until there is one.</source>
        <translation>Nach &lt;seconds&gt; aufgeben, in denen der Pool keine freie Sitzung hat; ohne dies wird gewartet, bis es eine gibt.</translation>
    </message>
    <message>
        <source>Run in a session of the pool at &lt;URL&gt; instead of on this computer. The token comes from SESSIONBOOK_POOL_TOKEN, or as Azure&apos;s own programs find theirs: from the environment, a managed identity, the Azure CLI, Azure PowerShell or azd.</source>
        <translation>In einer Sitzung des Pools unter &lt;URL&gt; statt auf diesem Rechner ausführen. Das Token kommt aus SESSIONBOOK_POOL_TOKEN oder so, wie Azures eigene Programme ihres finden: aus der Umgebung, einer verwalteten Identität, der Azure-CLI, Azure PowerShell oder azd.</translation>
    </message>
</context>
<context>
    <name>sessionbook::SessionController</name>
    <message>
        <source>The local pool ended unexpectedly; its variables and files are gone. Reconnect to start it again.</source>
        <translation>Der lokale Pool endete unerwartet; seine Variablen und Dateien sind verloren. Verbinden Sie sich neu, um ihn wieder zu starten.</translation>
    </message>
    <message>
        <source>Local</source>
        <extracomment>the pool on this computer</extracomment>
        <translation>Lokal</translation>
    </message>
</context>
<context>
    <name>sessionbook::SessionFilesModel</name>
    <message>
        <source>%1, not uploaded: %2</source>
        <translation>%1, nicht hochgeladen: %2</translation>
    </message>
    <message>
        <source>%1, %2 % uploaded</source>
        <translation>%1, %2 % hochgeladen</translation>
    </message>
    <message>
        <source>%1, folder</source>
        <translation>%1, Ordner</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, waiting for a free session</source>
        <translation>%1, wartet auf eine freie Sitzung</translation>
    </message>
</context>
<context>
    <name>sessionbook::SessionPanel</name>
    <message>
        <source>same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>weicht ab</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>not run again</source>
        <translation>lief nicht erneut</translation>
    </message>
    <message>
        <source>Refresh the list of sessions</source>
        <translation>Liste der Sitzungen aktualisieren</translation>
    </message>
    <message>
        <source>Sessions of the pool</source>
        <translation>Sitzungen des Pools</translation>
    </message>
    <message>
        <source>End Session</source>
        <translation>Sitzung beenden</translation>
    </message>
    <message>
        <source>Cells of the last rebuild</source>
        <translation>Zellen des letzten Neuaufbaus</translation>
    </message>
    <message>
        <source>Sessions in “%1”</source>
        <translation>Sitzungen in „%1“</translation>
    </message>
    <message>
        <source>This notebook</source>
        <translation>Dieses Notizbuch</translation>
    </message>
    <message>
        <source>used %1 ago</source>
        <extracomment>%1 is a duration</extracomment>
        <translation>vor %1 benutzt</translation>
    </message>
    <message>
        <source>ends in %1</source>
        <extracomment>%1 is a duration</extracomment>
        <translation>endet in %1</translation>
    </message>
    <message>
        <source>No session. Running a cell starts one.</source>
        <translation>Keine Sitzung. Eine auszuführende Zelle startet eine.</translation>
    </message>
    <message>
        <source>Asking the pool…</source>
        <translation>Der Pool wird gefragt …</translation>
    </message>
    <message>
        <source>This pool does not list its sessions. Yours is in the status bar.</source>
        <translation>Dieser Pool zählt seine Sitzungen nicht auf. Ihre steht in der Statusleiste.</translation>
    </message>
    <message>
        <source>No session yet. Running a cell starts one.</source>
        <translation>Noch keine Sitzung. Eine auszuführende Zelle startet eine.</translation>
    </message>
    <message>
        <source>“%1” is not this notebook&apos;s session. Whoever uses it loses its variables and files. End it?</source>
        <translation>„%1“ ist nicht die Sitzung dieses Notizbuchs. Wer sie benutzt, verliert ihre Variablen und Dateien. Beenden?</translation>
    </message>
    <message>
        <source>Deleted cell</source>
        <translation>Gelöschte Zelle</translation>
    </message>
    <message>
        <source>Cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message numerus="yes">
        <source>Last rebuild: %1 of %n the same</source>
        <translation>
            <numerusform>Letzter Neuaufbau: %1 von %n gleich</numerusform>
            <numerusform>Letzter Neuaufbau: %1 von %n gleich</numerusform>
        </translation>
    </message>
    <message>
        <source>&lt; 1 min</source>
        <extracomment>a duration</extracomment>
        <translation>&lt; 1 min</translation>
    </message>
    <message>
        <source>%1 min</source>
        <extracomment>a duration</extracomment>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <extracomment>a duration</extracomment>
        <translation>%1 h</translation>
    </message>
</context>
<context>
    <name>sessionbook::ShortcutsDialog</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>sessionbook::SidePanel</name>
    <message>
        <source>Side panel</source>
        <translation>Seitenleiste</translation>
    </message>
</context>
<context>
    <name>sessionbook::SignInCommands</name>
    <message>
        <source>Sign &amp;Out (%1)</source>
        <extracomment>%1: an account, such as ada@contoso.com</extracomment>
        <translation>&amp;Abmelden (%1)</translation>
    </message>
    <message>
        <source>Sign &amp;Out of Azure</source>
        <translation>Von Azure &amp;abmelden</translation>
    </message>
</context>
<context>
    <name>sessionbook::SignInDialog</name>
    <message>
        <source>Sign In to Azure</source>
        <translation>Bei Azure anmelden</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>C&amp;ontinue</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>Sign In with the &amp;Browser</source>
        <translation>Mit dem &amp;Browser anmelden</translation>
    </message>
    <message>
        <source>Use a &amp;Code on Another Device</source>
        <translation>Einen &amp;Code auf einem anderen Gerät verwenden</translation>
    </message>
    <message>
        <source>&amp;More</source>
        <translation>&amp;Mehr</translation>
    </message>
    <message>
        <source>Tenant, authority of a sovereign cloud, application</source>
        <translation>Mandant, Anmeldedienst einer nationalen Cloud, Anwendung</translation>
    </message>
    <message>
        <source>&amp;Open the Page Again</source>
        <translation>Die Seite erneut ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Copy Its Address</source>
        <translation>Ihre Adresse &amp;kopieren</translation>
    </message>
    <message>
        <source>You are signed in. You may close this page.</source>
        <translation>Sie sind angemeldet. Sie können diese Seite schließen.</translation>
    </message>
    <message>
        <source>You are not signed in. Go back to Sessionbook to see why.</source>
        <translation>Sie sind nicht angemeldet. In Sessionbook steht, warum.</translation>
    </message>
    <message>
        <source>Sign in on the page that your browser shows now. This window goes on by itself.</source>
        <translation>Melden Sie sich auf der Seite an, die Ihr Browser jetzt zeigt. Dieses Fenster fährt von selbst fort.</translation>
    </message>
    <message>
        <source>No browser could be opened. Copy the address, and open it in a browser on this computer.</source>
        <translation>Es ließ sich kein Browser öffnen. Kopieren Sie die Adresse und öffnen Sie sie in einem Browser auf diesem Rechner.</translation>
    </message>
    <message>
        <source>You are signed in as %1 until Sessionbook is closed. It cannot be remembered beyond that, as this computer has no keychain that can be used.</source>
        <translation>Sie sind als %1 angemeldet, bis Sessionbook geschlossen wird. Länger lässt es sich nicht merken, da dieser Rechner keinen benutzbaren Schlüsselbund hat.</translation>
    </message>
    <message>
        <source>Signing in failed. Try again.</source>
        <translation>Die Anmeldung ist fehlgeschlagen. Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use the account that may use the pool. It stays signed in until you sign out: its sign-in is kept in this computer&apos;s keychain and nowhere else.</source>
        <translation>Nehmen Sie das Konto, das den Pool benutzen darf. Es bleibt angemeldet, bis Sie sich abmelden: Die Anmeldung liegt im Schlüsselbund dieses Rechners und nirgends sonst.</translation>
    </message>
</context>
<context>
    <name>sessionbook::SignInSettings</name>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>The account&apos;s own, or a domain or GUID</source>
        <translation>Der des Kontos, sonst eine Domäne oder GUID</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Anmeldedienst</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>Client-ID</translation>
    </message>
    <message>
        <source>That of the Azure CLI</source>
        <translation>Die der Azure-CLI</translation>
    </message>
    <message>
        <source>&amp;Tenant:</source>
        <translation>Man&amp;dant:</translation>
    </message>
    <message>
        <source>&amp;Authority:</source>
        <translation>&amp;Anmeldedienst:</translation>
    </message>
    <message>
        <source>Client &amp;ID:</source>
        <translation>Client-&amp;ID:</translation>
    </message>
</context>
<context>
    <name>sessionbook::SignInText</name>
    <message>
        <source>Signing in was refused with the code %1. The details say why.</source>
        <translation>Die Anmeldung wurde mit dem Code %1 abgelehnt. Die Einzelheiten sagen, warum.</translation>
    </message>
    <message>
        <source>The answer did not come from a sign-in service, or was damaged. Check the authority and the network, then try again.</source>
        <translation>Die Antwort kam nicht von einem Anmeldedienst oder war beschädigt. Prüfen Sie den Anmeldedienst und das Netz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The tenant does not know the application that signs in. Check AZURE_CLIENT_ID or the client ID, and the tenant.</source>
        <translation>Der Mandant kennt die Anwendung nicht, die sich anmeldet. Prüfen Sie AZURE_CLIENT_ID oder die Client-ID und den Mandanten.</translation>
    </message>
    <message>
        <source>The application may not sign people in without a secret. Allow public client flows for it, or clear the client ID.</source>
        <translation>Die Anwendung darf niemanden ohne Geheimnis anmelden. Erlauben Sie ihr öffentliche Clientflows oder leeren Sie die Client-ID.</translation>
    </message>
    <message>
        <source>The tenant does not accept the certificate or federated token. Register the certificate, or the federated credential, with the application.</source>
        <translation>Der Mandant nimmt das Zertifikat oder das Verbundtoken nicht an. Hinterlegen Sie das Zertifikat oder die Verbundanmeldung bei der Anwendung.</translation>
    </message>
    <message>
        <source>The audience is none that a token can be for. Correct it, or clear it to use the service&apos;s own.</source>
        <translation>Für diese Zielgruppe kann kein Token gelten. Berichtigen Sie sie oder leeren Sie sie, um die des Dienstes zu nehmen.</translation>
    </message>
    <message>
        <source>The authority must be a host name, or an address that begins with https. Correct it, or clear it to use the public cloud.</source>
        <translation>Der Anmeldedienst muss ein Rechnername sein oder eine Adresse, die mit https beginnt. Berichtigen Sie ihn oder leeren Sie ihn, um die öffentliche Cloud zu nehmen.</translation>
    </message>
    <message>
        <source>A rule of your organisation does not let this account sign in from here. Ask its administrator, or use a computer that it manages.</source>
        <translation>Eine Regel Ihrer Organisation lässt dieses Konto sich von hier nicht anmelden. Fragen Sie deren Administrator oder nehmen Sie einen von ihr verwalteten Rechner.</translation>
    </message>
    <message>
        <source>The certificate in AZURE_CLIENT_CERTIFICATE_PATH cannot be used. It must be a PEM or PKCS#12 file with an RSA key; check its password, too.</source>
        <translation>Das Zertifikat in AZURE_CLIENT_CERTIFICATE_PATH ist nicht benutzbar. Es muss eine PEM- oder PKCS#12-Datei mit RSA-Schlüssel sein; prüfen Sie auch ihr Kennwort.</translation>
    </message>
    <message>
        <source>Nobody has yet allowed the application to use the service for you. Sign in again and accept, or ask your administrator.</source>
        <translation>Noch hat niemand der Anwendung erlaubt, den Dienst für Sie zu benutzen. Melden Sie sich erneut an und stimmen Sie zu, oder fragen Sie Ihren Administrator.</translation>
    </message>
    <message>
        <source>Signing in was declined. Try again, and accept what is asked.</source>
        <translation>Die Anmeldung wurde verweigert. Versuchen Sie es erneut und stimmen Sie zu.</translation>
    </message>
    <message>
        <source>The file in AZURE_FEDERATED_TOKEN_FILE cannot be read. Check that the workload identity is set up where this program runs.</source>
        <translation>Die Datei in AZURE_FEDERATED_TOKEN_FILE ist nicht lesbar. Prüfen Sie, ob die Workloadidentität dort eingerichtet ist, wo dieses Programm läuft.</translation>
    </message>
    <message>
        <source>The managed identity of this computer gave no token. Check that it is assigned, and AZURE_CLIENT_ID where there are several.</source>
        <translation>Die verwaltete Identität dieses Rechners gab kein Token. Prüfen Sie, ob sie zugewiesen ist, und AZURE_CLIENT_ID, wo es mehrere gibt.</translation>
    </message>
    <message>
        <source>Nobody is signed in for this pool. Sign in from the session menu.</source>
        <translation>Für diesen Pool ist niemand angemeldet. Melden Sie sich im Menü „Sitzung“ an.</translation>
    </message>
    <message>
        <source>The browser could not be sent back here: no port of this computer is free. Sign in with a code instead.</source>
        <translation>Der Browser ließe sich nicht hierher zurückschicken: Kein Port dieses Rechners ist frei. Melden Sie sich stattdessen mit einem Code an.</translation>
    </message>
    <message>
        <source>Your account is not assigned to the application. Ask your administrator, or sign in with another account.</source>
        <translation>Ihr Konto ist der Anwendung nicht zugewiesen. Fragen Sie Ihren Administrator oder melden Sie sich mit einem anderen Konto an.</translation>
    </message>
    <message>
        <source>This account does not belong to the tenant. Sign in with another account, or name its tenant.</source>
        <translation>Dieses Konto gehört nicht zum Mandanten. Melden Sie sich mit einem anderen Konto an oder nennen Sie dessen Mandanten.</translation>
    </message>
    <message>
        <source>AZURE_TOKEN_CREDENTIALS names no way of signing in that Sessionbook knows. Set it to prod, dev or one credential, or unset it.</source>
        <translation>AZURE_TOKEN_CREDENTIALS nennt keinen Anmeldeweg, den Sessionbook kennt. Setzen Sie es auf prod, dev oder einen einzelnen, oder löschen Sie es.</translation>
    </message>
    <message>
        <source>The application does not send browsers back to this computer. Register http://localhost with it, or clear the client ID.</source>
        <translation>Die Anwendung schickt Browser nicht zu diesem Rechner zurück. Hinterlegen Sie http://localhost bei ihr oder leeren Sie die Client-ID.</translation>
    </message>
    <message>
        <source>Your organisation wants to see a second factor. Sign in again, from the session menu or with ‘az login’.</source>
        <translation>Ihre Organisation verlangt einen zweiten Faktor. Melden Sie sich erneut an, im Menü „Sitzung“ oder mit „az login“.</translation>
    </message>
    <message>
        <source>The application&apos;s secret has expired. Make a new one, and set AZURE_CLIENT_SECRET to its value.</source>
        <translation>Das Geheimnis der Anwendung ist abgelaufen. Legen Sie ein neues an und setzen Sie AZURE_CLIENT_SECRET auf dessen Wert.</translation>
    </message>
    <message>
        <source>The application&apos;s secret is wrong. Set AZURE_CLIENT_SECRET to the secret&apos;s value, not to its ID.</source>
        <translation>Das Geheimnis der Anwendung ist falsch. Setzen Sie AZURE_CLIENT_SECRET auf den Wert des Geheimnisses, nicht auf dessen ID.</translation>
    </message>
    <message>
        <source>The tenant does not know the service that the token is for. Check the tenant and the audience; a tenant knows the service once it has a session pool.</source>
        <translation>Der Mandant kennt den Dienst nicht, für den das Token gelten soll. Prüfen Sie Mandant und Zielgruppe; ein Mandant kennt den Dienst, sobald er einen Sitzungspool hat.</translation>
    </message>
    <message>
        <source>The sign-in has expired or was revoked. Sign in again, from the session menu or with ‘az login’.</source>
        <translation>Die Anmeldung ist abgelaufen oder wurde widerrufen. Melden Sie sich erneut an, im Menü „Sitzung“ oder mit „az login“.</translation>
    </message>
    <message>
        <source>There is no such tenant. Check its name or ID, and the authority of its cloud.</source>
        <translation>Diesen Mandanten gibt es nicht. Prüfen Sie seinen Namen oder seine ID und den Anmeldedienst seiner Cloud.</translation>
    </message>
    <message>
        <source>A tenant is a GUID or a domain such as contoso.com. Correct it, or clear it to use the account&apos;s own.</source>
        <translation>Ein Mandant ist eine GUID oder eine Domäne wie contoso.com. Berichtigen Sie ihn oder leeren Sie ihn, um den des Kontos zu nehmen.</translation>
    </message>
    <message>
        <source>The time to sign in ran out. Start again.</source>
        <translation>Die Zeit zum Anmelden ist abgelaufen. Beginnen Sie von vorn.</translation>
    </message>
    <message>
        <source>The certificate of the sign-in service could not be verified, so nothing was sent. Check the network and this computer&apos;s clock.</source>
        <translation>Das Zertifikat des Anmeldedienstes ließ sich nicht prüfen, daher wurde nichts gesendet. Prüfen Sie das Netz und die Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>The sign-in service cannot be reached. Check the network and its proxy, then try again.</source>
        <translation>Der Anmeldedienst ist nicht erreichbar. Prüfen Sie das Netz und dessen Proxy und versuchen Sie es erneut.</translation>
    </message>
</context>
<context>
    <name>sessionbook::StatusBarView</name>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>Pool</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
</context>
<context>
    <name>sessionbook::StatusPresenter</name>
    <message>
        <source>Running cell %1 · %2 s</source>
        <translation>Zelle %1 läuft · %2 s</translation>
    </message>
    <message numerus="yes">
        <source>Running cell %1 · %2 s · %n waiting</source>
        <translation>
            <numerusform>Zelle %1 läuft · %2 s · %n wartet</numerusform>
            <numerusform>Zelle %1 läuft · %2 s · %n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>Session idle</source>
        <translation>Sitzung bereit</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>Starting the local session…</source>
        <translation>Die lokale Sitzung wird gestartet…</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>Verbinden mit %1…</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>Restarting the session…</source>
        <translation>Die Sitzung wird neu gestartet…</translation>
    </message>
    <message>
        <source>restarting</source>
        <translation>startet neu</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>No session; running a cell starts one</source>
        <translation>Keine Sitzung; eine Zelle auszuführen startet eine</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>Python %1</source>
        <translation>Python %1</translation>
    </message>
    <message>
        <source>network off</source>
        <translation>ohne Netz</translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s)</source>
        <translation>
            <numerusform>%n Zelle</numerusform>
            <numerusform>%n Zellen</numerusform>
        </translation>
    </message>
    <message>
        <source>Cell %1 of %2</source>
        <translation>Zelle %1 von %2</translation>
    </message>
    <message>
        <source>Cell %1 of %2 · Ln %3, Col %4</source>
        <extracomment>Ln: line, Col: column of the caret</extracomment>
        <translation>Zelle %1 von %2 · Z. %3, Sp. %4</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>Gespeichert %1</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>ends in %n minute(s) without a run</source>
        <translation>
            <numerusform>endet in %n Minute, wenn nichts läuft</numerusform>
            <numerusform>endet in %n Minuten, wenn nichts läuft</numerusform>
        </translation>
    </message>
    <message>
        <source>Running a deleted cell · %1 s</source>
        <translation>Eine gelöschte Zelle läuft · %1 s</translation>
    </message>
    <message numerus="yes">
        <source>Waiting for a free session, next try in %n s</source>
        <translation>
            <numerusform>Wartet auf eine freie Sitzung, nächster Versuch in %n s</numerusform>
            <numerusform>Wartet auf eine freie Sitzung, nächster Versuch in %n s</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for a free session…</source>
        <translation>Wartet auf eine freie Sitzung …</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>moving</source>
        <translation>zieht um</translation>
    </message>
    <message>
        <source>rebuilding</source>
        <translation>im Aufbau</translation>
    </message>
    <message>
        <source>Moving the session…</source>
        <translation>Die Sitzung wird verschoben …</translation>
    </message>
    <message>
        <source>Rebuilding the session…</source>
        <translation>Die Sitzung wird neu aufgebaut …</translation>
    </message>
    <message numerus="yes">
        <source>Moving the session · %1 of %n run(s)</source>
        <translation>
            <numerusform>Die Sitzung wird verschoben · %1 von %n Lauf</numerusform>
            <numerusform>Die Sitzung wird verschoben · %1 von %n Läufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rebuilding the session · %1 of %n run(s)</source>
        <translation>
            <numerusform>Die Sitzung wird neu aufgebaut · %1 von %n Lauf</numerusform>
            <numerusform>Die Sitzung wird neu aufgebaut · %1 von %n Läufen</numerusform>
        </translation>
    </message>
    <message>
        <source>Session new, its state is gone</source>
        <translation>Sitzung neu, ihr Zustand ist weg</translation>
    </message>
    <message>
        <source>state lost</source>
        <translation>Zustand weg</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
</context>
<context>
    <name>sessionbook::TagsDialog</name>
    <message>
        <source>Cell Tags</source>
        <translation>Zellen-Tags</translation>
    </message>
    <message>
        <source>Tags of the selected cells</source>
        <translation>Tags der ausgewählten Zellen</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neuer Tag</translation>
    </message>
    <message>
        <source>A&amp;dd</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>&amp;Anwenden</translation>
    </message>
</context>
<context>
    <name>sessionbook::TextBlockLayout</name>
    <message>
        <source>Show less</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines hidden – show all</source>
        <extracomment>A link between the beginning and the end of a long output</extracomment>
        <translation>
            <numerusform>%Ln Zeile verborgen – alles zeigen</numerusform>
            <numerusform>%Ln Zeilen verborgen – alles zeigen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sessionbook::ThemeMenu</name>
    <message>
        <source>&amp;Follow the Desktop</source>
        <translation>&amp;Wie der Desktop</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;High Contrast</source>
        <translation>Hoher &amp;Kontrast</translation>
    </message>
</context>
<context>
    <name>sessionbook::UndoText</name>
    <message>
        <source>Typing</source>
        <translation>Tippen</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Edit Text</source>
        <translation>Text ändern</translation>
    </message>
    <message>
        <source>Delete Text</source>
        <translation>Text löschen</translation>
    </message>
    <message>
        <source>Insert Cell</source>
        <translation>Zelle einfügen</translation>
    </message>
    <message>
        <source>Insert Cells</source>
        <translation>Zellen einfügen</translation>
    </message>
    <message>
        <source>Delete Cell</source>
        <translation>Zelle löschen</translation>
    </message>
    <message>
        <source>Delete Cells</source>
        <translation>Zellen löschen</translation>
    </message>
    <message>
        <source>Cut Cells</source>
        <translation>Zellen ausschneiden</translation>
    </message>
    <message>
        <source>Paste Cells</source>
        <translation>Zellen einfügen</translation>
    </message>
    <message>
        <source>Move Cell</source>
        <translation>Zelle verschieben</translation>
    </message>
    <message>
        <source>Split Cell</source>
        <translation>Zelle teilen</translation>
    </message>
    <message>
        <source>Merge Cells</source>
        <translation>Zellen verbinden</translation>
    </message>
    <message>
        <source>Change Cell Type</source>
        <translation>Art der Zelle ändern</translation>
    </message>
    <message>
        <source>Change Heading</source>
        <translation>Überschrift ändern</translation>
    </message>
    <message>
        <source>Clear Outputs</source>
        <translation>Ausgaben verwerfen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>&amp;Wiederholen: %1</translation>
    </message>
    <message>
        <source>Change Metadata</source>
        <translation>Metadaten ändern</translation>
    </message>
    <message>
        <source>Change Notebook Metadata</source>
        <translation>Metadaten des Notebooks ändern</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replace All</source>
        <translation>Alle ersetzen</translation>
    </message>
    <message>
        <source>Change Tags</source>
        <translation>Tags ändern</translation>
    </message>
    <message>
        <source>Load Changed File</source>
        <translation>Geänderte Datei laden</translation>
    </message>
    <message>
        <source>Merge Changed File</source>
        <translation>Geänderte Datei zusammenführen</translation>
    </message>
    <message>
        <source>Restore Checkpoint</source>
        <translation>Sicherungspunkt wiederherstellen</translation>
    </message>
    <message>
        <source>Rebuild Session</source>
        <translation>Sitzung neu aufbauen</translation>
    </message>
    <message>
        <source>Keep Old Outputs</source>
        <translation>Alte Ausgaben behalten</translation>
    </message>
</context>
<context>
    <name>sessionbook::UnfinishedMerge</name>
    <message>
        <source>Ours</source>
        <extracomment>a side of a merge that has no name</extracomment>
        <translation>Unsere Seite</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Andere Seite</translation>
    </message>
</context>
<context>
    <name>sessionbook::WindowCommands</name>
    <message>
        <source>Restart Session</source>
        <translation>Sitzung neu starten</translation>
    </message>
    <message>
        <source>This pool cannot keep files across a restart: those in /mnt/data are lost. Restart?</source>
        <translation>Dieser Pool kann Dateien über einen Neustart nicht behalten: Die in /mnt/data gehen verloren. Neu starten?</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>Interrupt Cell</source>
        <translation>Zelle unterbrechen</translation>
    </message>
    <message>
        <source>The running cell cannot be reached. Ending its session stops it, and loses its variables and the files in /mnt/data. End the session and start a new one?</source>
        <translation>Die laufende Zelle ist nicht zu erreichen. Wird ihre Sitzung beendet, hält sie an; ihre Variablen und die Dateien in /mnt/data gehen verloren. Die Sitzung beenden und eine neue beginnen?</translation>
    </message>
    <message>
        <source>End Session</source>
        <translation>Sitzung beenden</translation>
    </message>
    <message>
        <source>Keep Sessions Alive</source>
        <translation>Sitzungen am Leben halten</translation>
    </message>
    <message>
        <source>While a notebook&apos;s window is open, its session in “%1” is used a little before it would end by itself. The service bills the time for which a session is there, whether or not anything runs in it.</source>
        <translation>Solange das Fenster eines Notizbuchs offen ist, wird seine Sitzung in „%1“ benutzt, kurz bevor sie von selbst enden würde. Der Dienst berechnet die Zeit, in der es eine Sitzung gibt, ob in ihr etwas läuft oder nicht.</translation>
    </message>
    <message>
        <source>Keep Alive</source>
        <translation>Am Leben halten</translation>
    </message>
</context>
<context>
    <name>sessionbook::WindowMessages</name>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The file has faults, which were passed over: %1</source>
        <translation>Die Datei hat Fehler, über die hinweggegangen wurde: %1</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Restart and Run All</source>
        <translation>Neu starten und alle ausführen</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>Neu verbinden</translation>
    </message>
    <message numerus="yes">
        <source>Cell %1 failed: %2. %n waiting cell(s) were not run.</source>
        <translation>
            <numerusform>Zelle %1 ist fehlgeschlagen: %2. %n wartende Zelle wurde nicht ausgeführt.</numerusform>
            <numerusform>Zelle %1 ist fehlgeschlagen: %2. %n wartende Zellen wurden nicht ausgeführt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to Cell</source>
        <translation>Zur Zelle</translation>
    </message>
    <message>
        <source>Cell %1: %2</source>
        <translation>Zelle %1: %2</translation>
    </message>
    <message>
        <source>Opening ‘%1’…</source>
        <translation>„%1“ wird geöffnet…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Another program changed ‘%1’; it was loaded again. Undo brings back what was here.</source>
        <translation>Ein anderes Programm hat „%1“ geändert; die Datei wurde neu geladen. Rückgängig stellt her, was vorher hier stand.</translation>
    </message>
    <message>
        <source>Another program changed ‘%1’. Its changes were merged with yours; Undo takes them out again.</source>
        <translation>Ein anderes Programm hat „%1“ geändert. Die Änderungen wurden mit Ihren zusammengeführt; Rückgängig nimmt sie wieder heraus.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message numerus="yes">
        <source>Another program changed %n cell(s) of ‘%1’ that you changed, too.</source>
        <translation>
            <numerusform>Ein anderes Programm hat eine Zelle von „%1“ geändert, die auch Sie geändert haben.</numerusform>
            <numerusform>Ein anderes Programm hat %n Zellen von „%1“ geändert, die auch Sie geändert haben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Decide…</source>
        <translation>Entscheiden …</translation>
    </message>
    <message>
        <source>‘%1’ was deleted or moved. The notebook is still here; save it to write the file again.</source>
        <translation>„%1“ wurde gelöscht oder verschoben. Das Notebook ist noch hier; speichern Sie es, um die Datei neu zu schreiben.</translation>
    </message>
    <message>
        <source>Another program changed ‘%1’, and it can no longer be opened. The notebook is still here as it was.</source>
        <translation>Ein anderes Programm hat „%1“ geändert, und die Datei lässt sich nicht mehr öffnen. Das Notebook ist noch hier, wie es war.</translation>
    </message>
    <message>
        <source>A Python script holds no outputs: they stay in this window until it is closed. Save as a notebook (.ipynb) to keep them.</source>
        <translation>Ein Python-Skript enthält keine Ausgaben: sie bleiben in diesem Fenster, bis es geschlossen wird. Als Notebook (.ipynb) gespeichert, bleiben sie erhalten.</translation>
    </message>
    <message>
        <source>This session takes code only as it is: a cell shows what the service keeps of its output when it has ended, and cannot be interrupted.</source>
        <translation>Diese Sitzung nimmt Code nur, wie er ist: eine Zelle zeigt, wenn sie zu Ende ist, was der Dienst von ihrer Ausgabe behält, und lässt sich nicht unterbrechen.</translation>
    </message>
    <message>
        <source>This pool does not let output be fetched while a cell runs: it appears when its cell has ended.</source>
        <translation>In diesem Pool lässt sich die Ausgabe nicht abholen, während eine Zelle läuft: sie erscheint, wenn die Zelle zu Ende ist.</translation>
    </message>
    <message>
        <source>Check Access…</source>
        <translation>Zugriff prüfen …</translation>
    </message>
    <message>
        <source>Rebuild</source>
        <translation>Neu aufbauen</translation>
    </message>
    <message>
        <source>The service did not let this cell&apos;s run be prepared: the cell shows what the service keeps of its output when it has ended, and cannot be interrupted. The next cell tries again.</source>
        <translation>Der Dienst ließ den Lauf dieser Zelle nicht vorbereiten: Die Zelle zeigt, wenn sie zu Ende ist, was der Dienst von ihrer Ausgabe behält, und lässt sich nicht unterbrechen. Die nächste Zelle versucht es wieder.</translation>
    </message>
</context>
</TS>
