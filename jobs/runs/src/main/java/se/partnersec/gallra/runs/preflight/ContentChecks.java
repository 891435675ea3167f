package se.partnersec.gallra.runs.preflight;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.mapping.CategoryMapping;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mapping.TableMapping;
import se.partnersec.gallra.database.check.ContentCheck;
import se.partnersec.gallra.database.check.ContentCheck.Suspect;
import se.partnersec.gallra.ledger.notice.FindingRepository;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/**
 * Whether the traffic logs are free of pages and content. The policy: "Vi sparar inte information om vilka specifika sidor
 * som besökts eller innehållet på dessa." Where they are not, nothing of them runs until a human has looked.
 */
final class ContentChecks {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final String CODE = "content";

    private static final DataCategory LOGS = new DataCategory("ip-logs");
    private static final Set<DataCategory> ABOUT = Set.of(LOGS);

    private final JdbcTemplate jdbc;
    private final SourceMapping sources;
    private final CheckCollector list;
    private final boolean mayNote;

    /** @param mayNote whether what is found may be written down as a finding; false where nothing may be written */
    ContentChecks(JdbcTemplate jdbc, SourceMapping sources, CheckCollector list, boolean mayNote) {
        this.jdbc = jdbc;
        this.sources = sources;
        this.list = list;
        this.mayNote = mayNote;
    }

    void check(Collection<DataCategory> categories) {
        CategoryMapping logs = sources.tables().get(LOGS);
        if (logs == null || !categories.contains(LOGS)) {
            return;
        }
        List<TableMapping> tables = Stream.concat(Stream.of(logs.record()), logs.children().stream())
                .toList();
        for (TableMapping table : tables) {
            ContentCheck guard = new ContentCheck(jdbc, table, sources.declared());
            ask(() -> guard.shapes()
                    .forEach(suspect ->
                            refuse(suspect, SENTENCES.say("preflight.take-out-table-declare-under-inventory"))));
            ask(() -> guard.values()
                    .forEach(suspect ->
                            refuse(suspect, SENTENCES.say("preflight.empty-column-stop-what-fills-declare"))));
        }
        list.okUnlessSaid(CODE, SENTENCES.say("preflight.traffic-logs-hold-no-pages-no"));
    }

    private void ask(CheckCollector.Question question) {
        boolean[] told = new boolean[1];
        list.ask(CODE, SENTENCES.say("preflight.whether-traffic-logs-hold-pages-content"), () -> {
            question.ask();
            told[0] = true;
        });
        if (!told[0]) {
            // A guard that cannot look must not wave through.
            list.refuse(
                    CODE,
                    SENTENCES.say("preflight.nobody-can-tell-whether-traffic-logs"),
                    SENTENCES.say("preflight.let-account-read-table-gallra-db"),
                    ExitCode.REFUSED,
                    ABOUT);
        }
    }

    private void refuse(Suspect suspect, String cure) {
        String what = suspect.column() + " " + suspect.sign();
        list.refuse(CODE, what, cure, ExitCode.REFUSED, ABOUT);
        if (mayNote) {
            // An alarm also for those who do not see this run being refused.
            FindingRepository.Writer.refused(jdbc, LOGS, suspect.column(), "CONTENT_FOUND", what);
        }
    }
}
