package se.partnersec.gallra.reports.content;

import static se.partnersec.gallra.reports.table.ReportColumn.Place.BELOW;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.voucher.VoucherYears;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldScope;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.holds.permit.PermitRepository;
import se.partnersec.gallra.holds.permit.PlacedPermit;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.policy.fact.Hold;
import se.partnersec.gallra.policy.rule.SwedishCalendar;
import se.partnersec.gallra.reports.table.Report;
import se.partnersec.gallra.reports.table.ReportColumn;

/** Everything that keeps: holds people placed, fiscal years the Bookkeeping Act keeps, and permits that end that. */
final class HoldsReport implements Report {
    private static final int PAGE = 1000;
    private static final String YEAR = "FISCAL_YEAR";

    private final JdbcTemplate jdbc;
    private final SurrogateKeys keys;
    private final boolean all;

    /** @param all ended, released and withdrawn ones too */
    HoldsReport(JdbcTemplate jdbc, SourceMapping sources, KeyTypes kinds, boolean all) {
        this.jdbc = jdbc;
        this.keys = new SurrogateKeys(jdbc, sources, kinds);
        this.all = all;
    }

    @Override
    public String name() {
        return "holds";
    }

    @Override
    public List<ReportColumn> columns() {
        return List.of(
                ReportColumn.code("source", "report.source.").at(BELOW),
                ReportColumn.text("id"),
                ReportColumn.code("type", "report.type."),
                ReportColumn.code("scope", "report.scope."),
                ReportColumn.text("key"),
                ReportColumn.text("business_no"),
                ReportColumn.text("category").at(BELOW),
                ReportColumn.date("from"),
                ReportColumn.date("last_day"),
                ReportColumn.date("review_by"),
                ReportColumn.code("state", "report.state."),
                ReportColumn.date("ended_on").at(BELOW),
                ReportColumn.code("law", "report.law.").at(BELOW),
                ReportColumn.text("basis").at(BELOW),
                ReportColumn.number("vouchers"),
                ReportColumn.amount("amount"));
    }

    @Override
    public Map<String, String> filters() {
        return Map.of("--all", all ? "yes" : "no");
    }

    @Override
    public void rows(Sink sink) throws IOException {
        Instant now = new DatabaseClock(jdbc).now();
        HoldRepository register = new HoldRepository(jdbc);
        long after = 0;
        List<PlacedHold> page;
        while (!(page = register.page(after, PAGE)).isEmpty()) {
            after = page.get(page.size() - 1).number();
            Map<HoldScope, SurrogateKeys.Bearer> found =
                    keys.of(page.stream().map(PlacedHold::scope).toList());
            for (PlacedHold hold : page) {
                placed(hold, found.get(hold.scope()), now, sink);
            }
        }
        years(SwedishCalendar.localDate(now), sink);
        permits(sink);
    }

    private void placed(PlacedHold placed, SurrogateKeys.@Nullable Bearer bearer, Instant now, Sink sink)
            throws IOException {
        Hold hold = placed.hold();
        boolean active = hold.activeAt(now);
        if (!active && !all) {
            return;
        }
        Instant released = hold.releasedAt();
        sink.row(
                "REGISTER",
                hold.id(),
                hold.type().name(),
                placed.scope().kind().name(),
                bearer == null ? null : bearer.key(),
                bearer == null ? null : bearer.number(),
                placed.category() == null ? null : placed.category().id(),
                SwedishCalendar.localDate(hold.placedAt()),
                hold.until(),
                hold.reviewBy(),
                active ? "ACTIVE" : released == null ? "ENDED" : "RELEASED",
                released == null ? null : SwedishCalendar.localDate(released),
                "HOLD_" + hold.type().name(),
                placed.legalBasis(),
                null,
                null);
    }

    private void years(LocalDate today, Sink sink) throws IOException {
        List<FiscalYear> years = new FiscalYearRepository(jdbc).all();
        VoucherYears.Found found = new VoucherYears(jdbc).sums(years);
        for (FiscalYear year : years) {
            LocalDate last = FiscalYearRepository.lastDay(year);
            if (!all && today.isAfter(last)) {
                continue;
            }
            // What a later settlement or payment concerns is kept for the year of that.
            String state = today.isAfter(last) ? "YEAR_ENDED" : "ACTIVE";
            books(YEAR, year.text(), year.start(), last, state, found.of(year), sink);
        }
        if (found.outside().vouchers() > 0) {
            books("NO_FISCAL_YEAR", null, null, null, "ACTIVE", found.outside(), sink);
        }
    }

    private static void books(
            String scope,
            @Nullable String year,
            @Nullable LocalDate start,
            @Nullable LocalDate last,
            String state,
            VoucherYears.Sum sum,
            Sink sink)
            throws IOException {
        sink.row(
                "BOOKS",
                null,
                "BOOKKEEPING",
                scope,
                year,
                null,
                null,
                start,
                last,
                null,
                state,
                null,
                "BFL_7_2",
                null,
                sum.equals(VoucherYears.Sum.NONE) ? null : sum.vouchers(),
                sum.equals(VoucherYears.Sum.NONE) ? null : sum.ore());
    }

    private void permits(Sink sink) throws IOException {
        for (PlacedPermit each : new PermitRepository(jdbc).list(all, Integer.MAX_VALUE)) {
            String record = each.recordKey();
            sink.row(
                    "PERMITS",
                    each.permit().id(),
                    "PERMIT",
                    record == null ? YEAR : "RECORD",
                    record == null
                            ? each.permit().year()
                            : keys.numbered(each.category()) ? each.category().id() + ":" + record : null,
                    null,
                    each.category().id(),
                    each.permit().allowedFrom(),
                    null,
                    null,
                    each.permit().withdrawn() ? "WITHDRAWN" : each.permit().stands() ? "APPROVED" : "WAITING",
                    null,
                    "BFL_7_7",
                    each.permit().reference(),
                    null,
                    null);
        }
    }
}
