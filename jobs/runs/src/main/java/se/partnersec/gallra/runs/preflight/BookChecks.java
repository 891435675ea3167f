package se.partnersec.gallra.runs.preflight;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.importing.BooksFreshness;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;

/** Whether the imported books are fresh and whole enough for those categories that the Bookkeeping Act can keep. */
final class BookChecks {
    private static final String CODE = "books";

    private final JdbcTemplate jdbc;
    private final BooksMapping rules;
    private final CheckCollector list;

    BookChecks(JdbcTemplate jdbc, BooksMapping rules, CheckCollector list) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.list = list;
    }

    /** @param keptByBooks of all there are */
    void check(Collection<DataCategory> categories, Set<DataCategory> keptByBooks) {
        Set<DataCategory> about =
                categories.stream().filter(keptByBooks::contains).collect(Collectors.toSet());
        boolean limits = rules.maxAgeHours() != null || rules.maxDropPercent() != null;
        if (about.isEmpty() || !limits) {
            return;
        }
        boolean[] told = new boolean[1];
        list.ask(CODE, "whether the books are fresh and whole", () -> {
            new BooksFreshness(jdbc, rules)
                    .doubts()
                    .forEach(doubt -> refuse(doubt, "import the books anew: gallra holds import --sie FILE", about));
            told[0] = true;
        });
        if (!told[0]) {
            // Elsewhere a question this account may not ask is a note; a guard that cannot look must not wave through.
            refuse(
                    "nobody can tell whether the books are fresh and whole",
                    "apply what gallra db grants prints",
                    about);
        }
        list.okUnlessSaid(CODE, "the imported books are fresh and whole");
    }

    private void refuse(String what, String cure, Set<DataCategory> about) {
        list.refuse(CODE, what, cure, ExitCode.REFUSED, about);
    }
}
