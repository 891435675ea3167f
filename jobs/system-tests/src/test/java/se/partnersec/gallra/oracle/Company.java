package se.partnersec.gallra.oracle;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Invents customers with their contracts and users, over nine years, most of them near the days that decide. */
final class Company {
    private final Sheet sheet;
    private final Dice dice;
    private final List<LocalDate> nights;
    private final List<User> users = new ArrayList<>();

    /** @param nights the days on which the jobs will run */
    Company(Sheet sheet, Dice dice, List<LocalDate> nights) {
        this.sheet = sheet;
        this.dice = dice;
        this.nights = nights;
    }

    record User(long id, long customer, String phone, String email) {}

    List<User> users() {
        return users;
    }

    LocalDate first() {
        return nights.get(0);
    }

    /** A day that many days before some night, give or take two. */
    LocalDate near(int daysBefore) {
        return dice.of(nights).minusDays(daysBefore).plusDays(dice.between(-2, 2));
    }

    LocalDate nearMonths(int months) {
        return dice.of(nights).minusMonths(months).plusDays(dice.between(-2, 2));
    }

    /** Mostly a few days around the one on which what then begins falls due. */
    @Nullable
    LocalDate start(int due) {
        int roll = dice.below(100);
        return roll < 60
                ? near(due)
                : roll < 97 ? first().minusDays(dice.below(due * 2 + 3)) : roll < 98 ? null : future();
    }

    LocalDate future() {
        return first().plusDays(dice.between(1, 400));
    }

    LocalDate anyDay(int yearsBack) {
        return dice.day(first().minusYears(yearsBack), first());
    }

    LocalDateTime at(LocalDate day) {
        // The edges of the day in Sweden and in UTC, too.
        return switch (dice.below(6)) {
            case 0 -> day.atStartOfDay();
            case 1 -> day.atTime(23, 59, 59);
            case 2 -> day.atTime(2, 30);
            case 3 -> day.atTime(22, 15);
            default -> day.atTime(dice.below(24), dice.below(60), dice.below(60));
        };
    }

    void customers(int count) {
        String organisation = "";
        for (int i = 1; i <= count; i++) {
            // Two customers of one organisation: what is held by its number is held for both.
            organisation = i > 1 && dice.percent(3)
                    ? organisation
                    : String.format(Locale.ROOT, "%06d-%04d", 559000 + i / 10_000, i % 10_000);
            long id = sheet.add(
                    "customer",
                    "customer_no, org_no, name",
                    String.format(Locale.ROOT, "K-%05d", i),
                    organisation,
                    dice.of("Åsa & Söner AB ", "Låtsas 🙂 AB ", "Påhittat AB ") + i);
            contracts(id);
            int people = dice.between(1, 3);
            for (int n = 0; n < people; n++) {
                user(id);
            }
        }
    }

    private void user(long customer) {
        long id = sheet.last("user_account") + 1;
        String phone = users.isEmpty() || !dice.percent(1)
                ? String.format(Locale.ROOT, "+4670174%06d", id)
                : users.get(users.size() - 1).phone();
        String email = "anv" + id + "@exempel.se";
        sheet.add(
                "user_account",
                "customer_id, user_name, full_name, email, phone, password_hash, billing_contact, last_login_at,"
                        + " processor_for",
                customer,
                "anv" + id,
                "Påhittad Person " + id,
                email,
                phone,
                dice.percent(80) ? "{demo}hemligt" + id : null,
                dice.percent(35),
                dice.percent(60) ? at(anyDay(3)) : null,
                dice.percent(1) ? 7L : null);
        users.add(new User(id, customer, phone, email));
        // Who moved is one of several customers; also of the same one twice.
        for (int n = dice.percent(12) ? dice.between(1, 2) : 0; n > 0; n--) {
            LocalDate from = anyDay(6);
            sheet.add(
                    "user_membership",
                    "user_id, customer_id, from_on, to_on",
                    id,
                    dice.percent(15) ? customer : 1L + dice.below((int) customer),
                    from,
                    dice.percent(60) ? from.plusDays(dice.below(900)) : null);
        }
    }

    private void contracts(long customer) {
        LocalDate end = dice.percent(60) ? nearMonths(24).plusDays(14) : anyDay(8);
        LocalDate start = end.minusDays(dice.between(30, 1500));
        int kind = dice.below(100);
        if (kind < 42) {
            contract(customer, start, null, "ACTIVE");
        } else if (kind < 74) {
            contract(customer, start, end, dice.of("ENDED", "TERMINATED", "EXPIRED", " ended ", "ANNAT"));
        } else if (kind < 78) {
            contract(customer, start, end, "ENDED");
            contract(customer, end.plusDays(dice.between(1, 400)), null, "ACTIVE");
        } else if (kind < 84) {
            contract(customer, start, end, "ENDED");
            contract(customer, start.plusDays(20), end.minusDays(dice.between(0, 9)), "EXPIRED");
        } else if (kind < 86) {
            contract(customer, start, end, "ENDED");
            contract(customer, first().plusDays(dice.between(1, 90)), null, "PENDING");
        } else if (kind < 89) {
            contract(customer, start, end, "ENDED");
            contract(customer, first().minusDays(20), null, dice.of("DRAFT", "OFFER", "REJECTED", "CANCELLED"));
        } else if (kind < 91) {
            contract(customer, start, end, "CANCELLED");
        } else if (kind < 93) {
            contract(customer, start, null, dice.of("TERMINATED", "ENDED"));
        } else if (kind < 94) {
            contract(customer, end, end.minusDays(3), "ENDED");
        } else if (kind < 96) {
            contract(customer, start, end, "ACTIVE");
        } else if (kind < 99) {
            contract(customer, start, first().plusDays(dice.between(-1, 40)), "ENDED");
        }
    }

    private void contract(long customer, LocalDate start, @Nullable LocalDate end, String status) {
        sheet.add("contract", "customer_id, start_on, end_on, status", customer, start, end, status);
    }
}
