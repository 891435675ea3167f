package se.partnersec.gallra.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.oracle.Season.Night;

/**
 * What is left of an invented company after every night is what the rule table says, record for record. Small here;
 * {@code scripts/oracle} asks for more: {@code -Dseeds=20 -Dcustomers=2000 -Dmonths=12}.
 */
class OracleIT {
    private static final int SHOWN = Integer.getInteger("shown", 40);

    @Test
    void what_is_left_is_what_the_rule_table_says() {
        int first = Integer.getInteger("seed", 1);
        int seeds = Integer.getInteger("seeds", 1);
        List<String> all = new ArrayList<>();
        for (int seed = first; seed < first + seeds; seed++) {
            try (Season season =
                    new Season(seed, Integer.getInteger("customers", 120), Integer.getInteger("months", 3), 1000)) {
                for (int month = 0; month < season.months(); month++) {
                    Night night = season.night(month);
                    for (String difference : night.differences()) {
                        all.add("seed " + seed + ", month " + (month + 1) + ": " + difference);
                    }
                }
            }
        }
        all.stream().limit(SHOWN).forEach(System.out::println);
        assertThat(all).as(all.size() + " differences").isEmpty();
    }
}
