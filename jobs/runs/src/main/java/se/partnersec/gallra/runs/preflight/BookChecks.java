package se.partnersec.gallra.runs.preflight;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.importing.BooksFreshness;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.mapping.LegalEntities;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.text.Sentences;

/** Whether the imported books are fresh and whole enough for those categories that the Bookkeeping Act can keep. */
final class BookChecks {
    private static final Sentences SENTENCES = Sentences.of("runs");
    private static final String CODE = "books";

    private final JdbcTemplate jdbc;
    private final BooksMapping rules;
    private final LegalEntities entities;
    private final CheckCollector list;

    BookChecks(JdbcTemplate jdbc, BooksMapping rules, LegalEntities entities, CheckCollector list) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.entities = entities;
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
        list.ask(CODE, SENTENCES.say("preflight.whether-books-fresh-whole"), () -> {
            new BooksFreshness(jdbc, rules, entities)
                    .doubts()
                    .forEach(doubt ->
                            refuse(doubt, SENTENCES.say("preflight.import-books-anew-gallra-holds-import"), about));
            told[0] = true;
        });
        if (!told[0]) {
            // Elsewhere a question this account may not ask is a note; a guard that cannot look must not wave through.
            refuse(
                    SENTENCES.say("preflight.nobody-can-tell-whether-books-fresh"),
                    SENTENCES.say("preflight.apply-what-gallra-db-grants-prints"),
                    about);
        }
        list.okUnlessSaid(CODE, SENTENCES.say("preflight.imported-books-fresh-whole"));
    }

    private void refuse(String what, String cure, Set<DataCategory> about) {
        list.refuse(CODE, what, cure, ExitCode.REFUSED, about);
    }
}
