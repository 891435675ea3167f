package se.partnersec.gallra.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.ledger.entry.Outcome;
import se.partnersec.gallra.oracle.Judgement.Fate;
import se.partnersec.gallra.planning.explain.Explanation;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

/** What explain says of the next run, just before it: of some records that go, and of some that stay. */
final class Explained {
    private static final int OF_EACH = 8;

    private final RecordExplainer explainer;
    private final Random random;

    Explained(Workplace work, SuiteContext suite, long seed) {
        DataSource reader = suite.pool(DatabaseRole.READER);
        explainer = new RecordExplainer(
                reader,
                suite.policy(),
                suite.sources(),
                KeyTypes.read(new JdbcTemplate(reader), suite.sources()),
                work.settings().tags(),
                work.bucket());
        random = new Random(seed);
    }

    List<String> differences(String id, Map<String, Map<String, Judgement>> foretold) {
        Category category = Categories.registry().get(new DataCategory(id));
        List<String> differences = new ArrayList<>();
        Map<String, Judgement> all = foretold.getOrDefault(id, Map.of());
        for (Fate fate : Fate.values()) {
            List<String> keys = new ArrayList<>(all.entrySet().stream()
                    .filter(each -> each.getValue().fate() == fate)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList());
            Collections.shuffle(keys, random);
            for (String key : keys.subList(0, Math.min(OF_EACH, keys.size()))) {
                Explanation explained = explainer.explain(category, key);
                if (explained.presence() != Explanation.Presence.PRESENT) {
                    differences.add("explain " + id + ":" + key + ": says it is " + explained.presence());
                }
                Explanation.Decided decided = explained.decided();
                Outcome said = decided == null ? Outcome.NOT_DUE : decided.outcome();
                Fate means =
                        said == Outcome.ERASED ? Fate.GOES : said == Outcome.ANONYMISED ? Fate.REDUCED : Fate.STAYS;
                if (means != fate) {
                    differences.add("explain " + id + ":" + key + ": says " + said + ", should be " + fate + ": "
                            + all.get(key));
                }
            }
        }
        return differences;
    }
}
