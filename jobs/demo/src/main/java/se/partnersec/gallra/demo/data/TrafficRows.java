package se.partnersec.gallra.demo.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.DemoOccasion;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;
import se.partnersec.gallra.policy.rule.SwedishCalendar;

/** The IP log of the cloud services, in UTC and in order of time but for the rows that show something. */
final class TrafficRows {
    static final int DUE = 173;

    private static final int STREAM = 30;
    private static final int ERASE_BY = 180;
    private static final int SECONDS = 86_400;
    private static final String[] SERVICES = {"webbhotell", "e-post", "molnväxel", "lagring", "vpn"};

    private final DemoRows.Order order;

    TrafficRows(DemoRows.Order order) {
        this.order = order;
    }

    void write(Connection connection, FillProgress progress) throws SQLException {
        DemoOccasion.Rhythm rhythm = new DemoOccasion.Rhythm(order.asOf(), DUE, ERASE_BY);
        long count = order.traffic();
        try (DemoRowWriter log = new DemoRowWriter(
                connection, progress, "ip_log", "id, seen_at, customer_id, user_id, service, address, processor_for")) {
            for (long i = 0; i < count; i++) {
                DemoRandom random = order.random(STREAM, i);
                DemoOccasion occasion = DemoOccasion.of(i);
                LocalTime usual = LocalTime.ofSecondOfDay(random.below(SECONDS));
                LocalDateTime seen = occasion.start(rhythm, i, count, usual, random);
                long user = user(occasion, i, random);
                log.add(
                        i + 1,
                        utc(seen),
                        user == 0 ? null : People.customerOf(user),
                        user == 0 ? null : user,
                        random.of(SERVICES),
                        People.address(random),
                        occasion == DemoOccasion.PROCESSOR ? 1 + random.below(20) : null);
            }
            log.finish();
        }
    }

    static @Nullable LocalDateTime utc(@Nullable LocalDateTime swedish) {
        return swedish == null
                ? null
                : swedish.atZone(SwedishCalendar.ZONE)
                        .withZoneSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime();
    }

    /** 0 for a visitor nobody knows. */
    private long user(DemoOccasion occasion, long i, DemoRandom random) {
        if (occasion == DemoOccasion.HELD) {
            return DemoHolds.firstUser(i % 2 == 0 ? DemoHolds.ATTACKED_CUSTOMER : DemoHolds.CLAIMED_CUSTOMER);
        }
        return random.percent(30) ? 0 : 1 + random.below((int) order.users());
    }
}
