package se.partnersec.gallra.reports.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.config.rules.PolicyReader;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.ledger.entry.LedgerItem;
import se.partnersec.gallra.ledger.entry.WrittenLedger;
import se.partnersec.gallra.reports.copies.ResidualCopiesInspector;
import se.partnersec.gallra.testing.Audits;
import se.partnersec.gallra.testing.CategoryIds;

/** A certificate over many chunks takes no more memory than one over few: the ledger is read in pages, its items never. */
@Tag("once")
@Tag("full")
class LargeCertificateIT {
    private static final int CHUNKS_A_RUN = 50;
    private static final int ITEMS = 200;
    private static final double MEGABYTE = 1 << 20;
    /** What the longest page of rows may take, and what is half done when a collection comes. */
    private static final long ROOM = 4 << 20;

    /**
     * @param live most bytes of the heap in use beyond what was before, right after collections; never below 0
     * @param hoarded the same of something that keeps all records of the ledger
     */
    private record Measured(long rows, long items, double seconds, long live, long hoarded) {}

    @Test
    void memory_does_not_grow_with_the_ledger() {
        measure(2); // once for nothing: classes are read, and code is compiled
        Measured few = measure(20);
        Measured many = measure(40);
        System.out.printf(
                "certificate: of %d chunks and %d records in %.2f s, %.1f MB of the heap in use; of %d and %d in %.2f s, %.1f MB%n",
                few.rows(),
                few.items(),
                few.seconds(),
                few.live() / MEGABYTE,
                many.rows(),
                many.items(),
                many.seconds(),
                many.live() / MEGABYTE);
        assertThat(few.rows()).isGreaterThan(1000);
        assertThat(many.live()).isLessThan(few.live() + ROOM);
        assertThat(many.hoarded())
                .as("the control: who keeps the records of that ledger in memory is found out")
                .isGreaterThan(few.live() + ROOM);
    }

    private static Measured measure(int runs) {
        try (WrittenLedger written = new WrittenLedger(17);
                HikariDataSource pool = DataSourceFactory.pool(written.schemas.settings(), DatabaseRole.OWNER, 3)) {
            for (int run = 1; run <= runs; run++) {
                int id = run;
                written.inTransaction(() -> written.run(CategoryIds.IP_LOGS, 0, id, CHUNKS_A_RUN, ITEMS));
            }
            written.jdbc.update("UPDATE run_scope SET outcome = 'DONE'");
            Audits.seen(written.jdbc);
            long start = System.nanoTime();
            Certificate certificate = certify(pool);
            double seconds = (System.nanoTime() - start) / 1e9;
            long before = settled();
            return new Measured(
                    certificate.checked().rows(),
                    certificate.checked().records(),
                    seconds,
                    // What earlier tests left may go while this is measured; nothing takes less than nothing.
                    Math.max(0, most(() -> certify(pool)) - before),
                    most(() -> assertThat(all(pool)).isNotEmpty()) - before);
        }
    }

    /** What is in use once collections free no more: what waits to be cleaned goes with a later one only. */
    private static long settled() {
        long before = live();
        for (int again = 0; again < 20; again++) {
            long now = live();
            if (now > before - (64 << 10)) {
                return Math.min(now, before);
            }
            before = now;
        }
        return before;
    }

    private static List<LedgerItem.Codec.Read> all(HikariDataSource pool) {
        return new JdbcTemplate(pool)
                .query("SELECT items FROM ledger_chunk", (row, i) -> LedgerItem.Codec.read(row.getBytes(1))).stream()
                        .flatMap(List::stream)
                        .toList();
    }

    private static Certificate certify(HikariDataSource pool) {
        CertificateIssuer certifier = new CertificateIssuer(
                pool,
                PolicyReader.read(Path.of("..", "..", "job-config", "policy.yml"), CategoryIds.KNOWN),
                "0123456789abcdef".repeat(4));
        return certifier.certify(
                CertificateSubject.ofDays(LocalDate.of(2026, 11, 24), LocalDate.of(2026, 11, 24)),
                new CertificateIssuer.Trust(null, null, new Certificate.Audited(0, 0)),
                day -> new ResidualCopiesInspector(List.of(), true, List.of()).from(day),
                "gallra test");
    }

    /** The most bytes in use while something is done, looked at again and again after a collection. */
    private static long most(Runnable work) {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong most = new AtomicLong();
        Thread sampler = new Thread(() -> {
            while (!over.get()) {
                most.accumulateAndGet(live(), Math::max);
            }
        });
        sampler.start();
        try {
            work.run();
        } finally {
            over.set(true);
        }
        try {
            sampler.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return most.get();
    }

    /** What a full collection left of the heap, as it says itself: what others allocate while this is asked is not in it. */
    private static long live() {
        System.gc();
        Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        GcInfo last = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .map(GarbageCollectorMXBean::getLastGcInfo)
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(GcInfo::getEndTime))
                .orElseThrow();
        return last.getMemoryUsageAfterGc().entrySet().stream()
                .filter(each -> heap.contains(each.getKey()))
                .mapToLong(each -> each.getValue().getUsed())
                .sum();
    }
}
