package se.partnersec.gallra.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Company.User;
import se.partnersec.gallra.oracle.Rows.Row;

/** Usage picked for marketing and the customers' consents to it: invents them, and judges them. */
final class Campaigns {
    private final Company company;
    private final Sheet sheet;
    private final Dice dice;

    Campaigns(Company company, Sheet sheet, Dice dice) {
        this.company = company;
        this.sheet = sheet;
        this.dice = dice;
    }

    void invent() {
        company.users().stream().mapToLong(User::customer).distinct().forEach(this::consents);
        for (User user : company.users()) {
            if (dice.percent(40)) {
                sheet.add(
                        "marketing_usage",
                        "customer_id, user_id, campaign, month_on, quantity, processor_for",
                        user.customer(),
                        dice.percent(90) ? user.id() : null,
                        "Mer SMS",
                        company.first().withDayOfMonth(1),
                        1 + dice.below(200),
                        dice.percent(1) ? 7L : null);
            }
        }
    }

    /** None to three. */
    private void consents(long customer) {
        for (int n = dice.below(4); n > 0; n--) {
            LocalDate withdrawn = dice.percent(45) ? null : company.near(0);
            LocalDate given = withdrawn == null ? company.anyDay(4) : withdrawn.minusDays(dice.between(-1, 300));
            sheet.add(
                    "marketing_consent",
                    "customer_id, given_at, withdrawn_at",
                    customer,
                    dice.percent(3) ? null : company.at(given),
                    withdrawn == null ? null : company.at(withdrawn));
        }
    }

    static Judgement judge(Map<String, List<Row>> consents, Days days, Row row) {
        @Nullable LocalDate last = null;
        String doubt = "nobody said that it may be used";
        for (Row consent : consents.getOrDefault(row.required("customer_id"), List.of())) {
            Instant given = Days.wall(consent.text("given_at"));
            Instant withdrawn = Days.wall(consent.text("withdrawn_at"));
            if (withdrawn == null && given != null) {
                return Judgement.stays("consent " + consent.key() + " stands");
            }
            if (withdrawn == null || days.future(withdrawn)) {
                return Judgement.stays("nobody knows, or not yet, of consent " + consent.key());
            }
            LocalDate day = Days.swedish(withdrawn);
            if (given != null && Days.swedish(given).isAfter(day)) {
                return Judgement.stays("consent " + consent.key() + " was withdrawn before it was given");
            }
            last = Days.later(last, day);
            doubt = "";
        }
        if (last == null) {
            return Judgement.stays(doubt);
        }
        // A clock that is minutes ahead may say tomorrow already.
        return last.isAfter(days.today())
                ? Judgement.stays("due on " + last)
                : Judgement.goes("withdrawn on " + last, last);
    }
}
