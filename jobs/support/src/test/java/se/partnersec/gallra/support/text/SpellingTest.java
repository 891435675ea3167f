package se.partnersec.gallra.support.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final Set<String> KNOWN = Set.of("PAID", "OPEN", "PARTLY_PAID", "CANCELLED", "ip-logs", "0");

    @ParameterizedTest
    @CsvSource({
        "PAYED, PAID",
        "PAYD, PAID",
        "paid, PAID",
        "'PAID ', PAID",
        "CANCELED, CANCELLED",
        "CANSELED, CANCELLED",
        "ip-log, ip-logs"
    })
    void suggests_what_is_near(String written, String meant) {
        assertThat(Spelling.meant(written, KNOWN)).isEqualTo("did you mean " + meant + "? ");
    }

    @ParameterizedTest
    @CsvSource({"VOID", "1", "FÖRNYAD", "''", "PARTLY"})
    void suggests_nothing_where_nothing_is(String written) {
        assertThat(Spelling.meant(written, KNOWN)).isEmpty();
    }

    @Test
    void suggests_nothing_of_nothing() {
        assertThat(Spelling.meant("PAID", Set.of())).isEmpty();
    }
}
