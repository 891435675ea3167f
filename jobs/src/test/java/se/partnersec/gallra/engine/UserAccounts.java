package se.partnersec.gallra.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import se.partnersec.gallra.policy.Circumstances;
import se.partnersec.gallra.policy.DataCategory;
import se.partnersec.gallra.policy.Facts;
import se.partnersec.gallra.policy.FiscalYear;
import se.partnersec.gallra.policy.RetentionPolicy;

/** A category for tests whose decision hangs on rows of another table: users and the contracts of their customer. */
final class UserAccounts implements Category {
    @Override
    public DataCategory category() {
        return DataCategory.USER_DATA;
    }

    @Override
    public Set<String> requiredRoles() {
        return Set.of("contracts/start_on", "contracts/end_on");
    }

    @Override
    public Set<String> optionalRoles() {
        return Set.of("contracts/status");
    }

    @Override
    public List<String> startRoles() {
        return List.of();
    }

    @Override
    public Facts facts(LockedRecord record, RetentionPolicy policy, List<FiscalYear> years) {
        List<Facts.Contract> contracts = new ArrayList<>();
        for (Row row : record.facts("contracts")) {
            LocalDate start = row.day("start_on");
            if (start != null) {
                contracts.add(new Facts.Contract(start, row.day("end_on"), row.text("status")));
            }
        }
        return new Facts.User(Circumstances.NONE, contracts, false, false);
    }
}
