package se.partnersec.gallra.planning.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.planning.forecast.MappingSampler.Kind;
import se.partnersec.gallra.planning.forecast.MappingSampler.Observation;
import se.partnersec.gallra.testing.CategoryIds;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.SuiteContext;
import se.partnersec.gallra.testing.Workplace;

@GallraTest
@Tag("full")
class MappingSamplerIT {
    private final Workplace work;
    private final LocalDate today;

    MappingSamplerIT(Workplace work, LocalDate today) {
        this.work = work;
        this.today = today;
    }

    @BeforeEach
    void fill() {
        work.customer(1);
        Scene.USERS.put(work, Scene.Spec.of(1, Scene.USERS.firstDue(today)));
        Scene.CALLS.put(work, Scene.Spec.of(1, Scene.CALLS.firstDue(today)));
        Scene.CALLS.put(work, Scene.Spec.of(2, Scene.CALLS.firstDue(today)));
    }

    private List<Observation> look() {
        try (SuiteContext suite = work.suite()) {
            return new MappingSampler(work.admin(), Clock.systemUTC())
                    .look(suite.sources(), suite.files().roles());
        }
    }

    @Test
    void says_nothing_where_all_is_as_it_should_be() {
        assertThat(look()).isEmpty();
    }

    @Test
    void names_a_word_that_is_not_listed_and_what_was_meant() {
        work.update("contract", "status = 'TERMINATD'");
        assertThat(look())
                .filteredOn(each -> each.category().equals(CategoryIds.USER_DATA))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.column()).isEqualTo("contract.status");
                    assertThat(each.kind()).isEqualTo(Kind.UNKNOWN_WORD);
                    assertThat(each.word()).isEqualTo("'TERMINATD'");
                    assertThat(each.meant()).isEqualTo("did you mean TERMINATED?");
                    assertThat(each.n()).isEqualTo(each.of());
                });
    }

    /** The wrong column may be mapped, and hold what is about somebody. */
    @Test
    void shows_no_word_that_may_be_somebodys() {
        work.update("call_recording", "bookkeeping = '0701' WHERE id = 1");
        assertThat(look()).singleElement().satisfies(each -> {
            assertThat(each.word()).isEqualTo("?");
            assertThat(each.n()).isOne();
            assertThat(each.of()).isEqualTo(2);
        });
    }

    @Test
    void names_times_that_a_wrong_unit_or_zone_makes() {
        work.update("call_recording", "ended_at = '1970-01-20 12:00:00' WHERE id = 1");
        work.update("call_recording", "ended_at = '" + today.plusYears(30) + "' WHERE id = 2");
        assertThat(look()).extracting(Observation::kind).containsExactlyInAnyOrder(Kind.TOO_EARLY, Kind.FUTURE);
    }
}
