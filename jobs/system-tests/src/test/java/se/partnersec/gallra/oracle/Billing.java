package se.partnersec.gallra.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.oracle.Company.User;

/** Invents invoices in every state the status table knows, and in some it does not, with what was used and paid. */
final class Billing {
    private final Company company;
    private final Sheet sheet;
    private final Dice dice;
    private final List<Days.Year> years;
    private final Map<Long, List<Long>> ofCustomer = new HashMap<>();
    private final Set<Long> chained = new HashSet<>();

    Billing(Company company, Sheet sheet, Dice dice, List<Days.Year> years) {
        this.company = company;
        this.sheet = sheet;
        this.dice = dice;
        this.years = years;
    }

    void invoices(int least, int most) {
        Map<Long, List<User>> people = new HashMap<>();
        company.users()
                .forEach(user -> people.computeIfAbsent(user.customer(), k -> new ArrayList<>())
                        .add(user));
        people.forEach((customer, users) -> {
            int count = dice.between(least, most);
            for (int i = 0; i < count; i++) {
                invoice(customer, users);
            }
            for (int i = dice.below(3); i > 0; i--) {
                usage(customer, dice.of(users), null, null, company.first().minusDays(dice.below(500)));
            }
        });
    }

    private void invoice(long customer, List<User> users) {
        String status = status();
        LocalDate settled = settled();
        LocalDate issued = settled.minusDays(dice.between(5, 40));
        long ore = 1000L + dice.below(900_000);
        boolean over =
                Set.of("PAID", "CREDITED", "WAIVED", "SET_OFF", "TIME_BARRED").contains(status);
        long id = sheet.add(
                "invoice",
                "customer_id, invoice_no, ocr, voucher_series, voucher_no, issued_on, booked_on, settled_on, status,"
                        + " amount_ore, interrupted_on, in_court, replaces_id, reference_user_id, processor_for",
                customer,
                "F" + (sheet.last("invoice") + 1),
                String.format(Locale.ROOT, "9%08d", sheet.last("invoice") + 1),
                "A",
                sheet.last("invoice") + 1,
                issued,
                dice.percent(2) ? null : issued.plusDays(dice.percent(85) ? 0 : dice.below(20)),
                over && !dice.percent(2) ? settled : null,
                status,
                ore,
                dice.percent(3) ? issued.plusDays(200) : null,
                dice.percent(1),
                replaces(customer),
                dice.percent(12) ? dice.of(users).id() : null,
                dice.permille(5) ? 7L : null);
        ofCustomer.computeIfAbsent(customer, k -> new ArrayList<>()).add(id);
        payments(id, status, settled, ore);
        if (dice.percent(5)) {
            LocalDate opened = issued.plusDays(dice.between(1, 300));
            sheet.add(
                    "invoice_dispute",
                    "invoice_id, opened_at, closed_at",
                    id,
                    company.at(Days.earliest(opened, company.first().minusDays(3))),
                    dice.percent(70) ? company.at(Days.latest(opened.plusDays(20), company.near(0))) : null);
        }
        // One that is said to open later hides none that is open.
        if (dice.percent(3)) {
            LocalDate opens = company.first().plusDays(dice.between(1, 200));
            sheet.add(
                    "invoice_dispute",
                    "invoice_id, opened_at, closed_at",
                    id,
                    company.at(opens),
                    dice.percent(50) ? company.at(opens.plusDays(dice.between(1, 30))) : null);
        }
        lines(id, customer, users, issued, ore);
    }

    private String status() {
        int roll = dice.below(200);
        if (roll < 130) {
            return "PAID";
        }
        String[] others = {
            "CREDITED",
            "CREDITED",
            "SET_OFF",
            "WAIVED",
            "TIME_BARRED",
            "OPEN",
            "OPEN",
            "OPEN",
            "PARTLY_PAID",
            "DISPUTED",
            "WRITTEN_OFF",
            "PAYMENT_REVERSED"
        };
        return roll < 198 ? dice.of(others) : dice.of("PAUSED", "");
    }

    /** Six months before a night, around the end of a fiscal year the law is about to let go, or any day. */
    private LocalDate settled() {
        int roll = dice.below(100);
        if (roll < 40) {
            return company.nearMonths(6);
        }
        if (roll < 65) {
            Days.Year year = dice.of(years.stream()
                    .filter(y ->
                            Math.abs(y.end().getYear() + 8 - company.first().getYear()) <= 1)
                    .toList());
            return year.end().plusDays(dice.between(-40, 40));
        }
        return roll < 75 ? company.near(dice.between(1, 20)) : company.anyDay(9);
    }

    /** An invoice may take the place of one; nobody replaces a replacement. */
    private @Nullable Long replaces(long customer) {
        List<Long> earlier = ofCustomer.getOrDefault(customer, List.of());
        if (earlier.isEmpty() || !dice.percent(6)) {
            return null;
        }
        Long one = dice.of(earlier);
        boolean fresh = chained.add(one) && chained.add(sheet.last("invoice") + 1);
        return fresh ? one : null;
    }

    private void payments(long invoice, String status, LocalDate settled, long ore) {
        switch (status) {
            case "PAID" -> paid(invoice, settled, ore);
            case "CREDITED" -> entry(invoice, "CREDIT", settled, ore);
            case "SET_OFF" -> entry(invoice, "SET_OFF", settled, ore);
            case "PARTLY_PAID" -> entry(invoice, "PAYMENT", settled, ore / 3);
            case "PAYMENT_REVERSED" -> {
                entry(invoice, "PAYMENT", settled.minusDays(3), ore);
                entry(invoice, "REVERSAL", settled, ore);
            }
            default -> {
                if (dice.percent(4)) {
                    entry(invoice, "PAYMENT", settled, ore / 2);
                }
            }
        }
    }

    private void paid(long invoice, LocalDate settled, long ore) {
        int roll = dice.below(100);
        if (roll < 60) {
            entry(invoice, "PAYMENT", settled, ore);
        } else if (roll < 76) {
            entry(invoice, "PAYMENT", settled.minusDays(dice.between(1, 60)), ore / 2);
            entry(invoice, "PAYMENT", settled, ore - ore / 2);
        } else if (roll < 84) {
            entry(invoice, "PAYMENT", settled.minusDays(9), ore);
            entry(invoice, "REVERSAL", settled.minusDays(6), ore);
            entry(invoice, "PAYMENT", settled, ore);
        } else if (roll < 90) {
            entry(invoice, "PAYMENT", settled, ore + 500);
            entry(invoice, "REFUND", settled.plusDays(dice.between(1, 40)), 500);
        } else if (roll < 93) {
            entry(invoice, "PAYMENT", settled, ore);
            entry(invoice, "REVERSAL", settled.plusDays(2), ore);
        } else if (roll < 95) {
            entry(invoice, "PAYMENT", settled, ore - 100);
        }
    }

    private void entry(long invoice, String kind, LocalDate day, long ore) {
        sheet.add("invoice_payment", "invoice_id, kind, paid_on, amount_ore", invoice, kind, day, ore);
    }

    private void lines(long invoice, long customer, List<User> users, LocalDate issued, long ore) {
        for (int i = dice.between(1, 2); i > 0; i--) {
            long line =
                    sheet.add("invoice_line", "invoice_id, article, quantity, amount_ore", invoice, "SMS", 600, ore);
            for (int n = dice.below(4); n > 0; n--) {
                usage(
                        customer,
                        dice.of(users),
                        invoice,
                        dice.permille(5) ? null : line,
                        issued.minusDays(dice.between(-5, 40)));
            }
        }
    }

    private void usage(long customer, User user, @Nullable Long invoice, @Nullable Long line, LocalDate used) {
        boolean emails = dice.percent(25);
        String shared = "customer_id, user_id, invoice_id, line_id, used_on, quantity, bookkeeping, processor_for";
        int roll = dice.below(100);
        List<@Nullable Object> values = new ArrayList<>(Arrays.<@Nullable Object>asList(
                customer,
                dice.percent(92) ? user.id() : null,
                invoice,
                line,
                used,
                1 + dice.below(400),
                roll < 68 ? "FIELDS" : roll < 84 ? "NONE" : roll < 98 ? "FULL" : dice.of("fields", "OKLART"),
                dice.permille(8) ? 7L : null));
        if (!emails) {
            values.add(user.phone());
        }
        sheet.add(emails ? "email_usage" : "sms_usage", emails ? shared : shared + ", number", values.toArray());
    }
}
