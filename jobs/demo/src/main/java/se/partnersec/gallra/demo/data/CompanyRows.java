package se.partnersec.gallra.demo.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.demo.company.DemoRandom;
import se.partnersec.gallra.demo.company.FillProgress;
import se.partnersec.gallra.demo.company.People;

/** The customers with their contracts, users, invoices and SMS. */
final class CompanyRows {
    private static final int STREAM = 1;
    /** One user in so many; all of customers with a contract. */
    private static final int SELDOM = 15;

    private final DemoRows.Order order;
    private final LocalDate asOf;

    CompanyRows(DemoRows.Order order) {
        this.order = order;
        this.asOf = order.asOf();
    }

    /** The latest invoice of a user's customer for every twelfth record, as what the record is about. */
    static @Nullable Long invoiceOf(@Nullable Long user, long index) {
        return user == null || index % 12 != 0 ? null : (People.customerOf(user) - 1) * InvoiceRows.EACH + 1;
    }

    void write(Connection connection, FillProgress progress) throws SQLException {
        customers(connection, progress);
        users(connection, progress);
        memberships(connection, progress);
        new InvoiceRows(order, this::contractEnd).write(connection, progress);
    }

    private void customers(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter customers =
                        new DemoRowWriter(connection, progress, "customer", "id, customer_no, org_no, name");
                DemoRowWriter contracts =
                        new DemoRowWriter(connection, progress, "contract", "customer_id, start_on, end_on, status")) {
            for (long id = 1; id <= order.customers(); id++) {
                customers.add(
                        id, People.customerNo(id), People.orgNo(id), People.company(id, order.random(STREAM, id)));
            }
            customers.finish();
            for (long id = 1; id <= order.customers(); id++) {
                LocalDate end = contractEnd(id);
                LocalDate start = asOf.minusYears(4 + id % 5).withDayOfYear(1);
                if (id % 10 == 5) {
                    // Left, and came back before anything of theirs was due.
                    contracts.add(id, start, asOf.minusMonths(20), "ENDED");
                    start = asOf.minusMonths(8);
                }
                contracts.add(id, start, end, end == null ? "ACTIVE" : "ENDED");
            }
            contracts.finish();
        }
    }

    /** Most are customers still; some left lately, some more than two years ago. */
    private @Nullable LocalDate contractEnd(long customer) {
        return switch ((int) (customer % 10)) {
            case 8 -> asOf.minusMonths(6);
            case 9 -> asOf.minusMonths(30);
            default -> null;
        };
    }

    /** Had left for another customer before the one of the row left. */
    private static boolean moved(long user) {
        return People.customerOf(user) % 10 == 9 && user % People.USERS_OF_CUSTOMER == 2;
    }

    private void users(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter users = new DemoRowWriter(
                connection,
                progress,
                "user_account",
                "id, customer_id, user_name, full_name, email, phone, password_hash, billing_contact, last_login_at")) {
            for (long id = 1; id <= order.users(); id++) {
                DemoRandom random = order.random(STREAM + 1, id);
                long customer = People.customerOf(id);
                LocalDate last = contractEnd(customer);
                // Of customers who are still there, some users have not been seen for long: nothing erases them.
                LocalDate seen = id % SELDOM == 0
                        ? asOf.minusMonths(26)
                        : moved(id) ? asOf.minusMonths(6) : last == null ? asOf : last;
                LocalDateTime login = seen.minusDays(1 + random.below(60)).atTime(9, 30);
                users.add(
                        id,
                        customer,
                        People.userName(id),
                        People.fullName(id),
                        People.email(id),
                        People.phone(id),
                        "{demo}inget-riktigt-losenord",
                        id % People.USERS_OF_CUSTOMER == 1,
                        login);
            }
            users.finish();
        }
    }

    /** Of each customer who left long ago one user had moved: to a customer who stays, or to one who left lately. */
    private void memberships(Connection connection, FillProgress progress) throws SQLException {
        try (DemoRowWriter members =
                new DemoRowWriter(connection, progress, "user_membership", "user_id, customer_id, from_on, to_on")) {
            for (long customer = 9; customer <= order.customers(); customer += 10) {
                long user = (customer - 1) * People.USERS_OF_CUSTOMER + 2;
                LocalDate moved = asOf.minusMonths(31);
                members.add(user, customer, moved.minusYears(1), moved);
                members.add(user, customer % 20 == 9 ? 10L : 8L, moved.plusDays(1), null);
            }
            members.finish();
        }
    }
}
