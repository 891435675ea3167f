package se.partnersec.gallra.console.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;

class RecordTimelineTest {

    private static BarPicture picture(Map<String, Object> fields) {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasename("console");
        texts.setDefaultEncoding("UTF-8");
        return Objects.requireNonNull(RecordTimeline.of(texts, Locale.ENGLISH, Map.copyOf(fields)));
    }

    @Test
    void period_hold_and_time_to_erase_stand_on_one_scale() {
        BarPicture picture = picture(Map.of(
                "asOf", LocalDate.of(2026, 12, 1),
                "starts", List.of(Map.of("role", "created", "at", Instant.parse("2026-06-30T22:00:00Z"))),
                "due", LocalDate.of(2026, 10, 1),
                "eraseBy", LocalDate.of(2026, 10, 31),
                "holds", List.of(Map.of("hold", "H-7", "placedAt", Instant.parse("2026-09-01T10:00:00Z"))),
                "ledger", List.of()));
        assertThat(picture.lines().stream().map(line -> line.label() + ": " + line.text()))
                .containsExactly(
                        "Kept: 2026-07-01 to 2026-09-30",
                        "Hold H-7: 2026-09-01 and on",
                        "Time to erase: 2026-10-01 to 2026-10-31");
        BarPicture.Bar period = picture.lines().get(0).bars().get(0);
        BarPicture.Bar hold = picture.lines().get(1).bars().get(0);
        BarPicture.Bar window = picture.lines().get(2).bars().get(0);
        assertThat(hold.from()).isBetween(period.from(), period.from() + period.width());
        assertThat(hold.from() + hold.width()).as("nobody knows the end").isEqualTo(BarPicture.WIDTH);
        assertThat(window.from()).isGreaterThan(period.from() + period.width() - 5);
    }

    @Test
    void an_erased_record_shows_the_day_it_went() {
        BarPicture picture = picture(Map.of(
                "asOf", LocalDate.of(2026, 12, 1),
                "ledger", List.of(Map.of("outcome", "ERASED", "at", Instant.parse("2026-11-01T01:00:00Z")))));
        assertThat(picture.lines()).hasSize(1);
        assertThat(picture.lines().get(0).text()).isEqualTo("2026-11-01");
    }

    @Test
    void nothing_is_drawn_for_a_record_without_dates() {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        assertThat(RecordTimeline.of(texts, Locale.ENGLISH, Map.of("asOf", LocalDate.of(2026, 12, 1))))
                .isNull();
    }
}
