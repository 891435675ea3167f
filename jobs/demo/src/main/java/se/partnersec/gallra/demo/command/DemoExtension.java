package se.partnersec.gallra.demo.command;

import java.util.List;
import se.partnersec.gallra.cli.main.CommandExtension;
import se.partnersec.gallra.demo.DemoConfiguration;

/** The commands {@code demo} and {@code dev}, and the embedded servers where no database is named. */
public final class DemoExtension implements CommandExtension {
    @Override
    public List<Class<?>> commands() {
        return List.of(DemoCommand.class, DevCommand.class);
    }

    @Override
    public List<Class<?>> configurations() {
        return List.of(DemoConfiguration.class);
    }
}
