package se.partnersec.gallra.cli.main;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import se.partnersec.gallra.cli.shell.CommandContext;

/** Makes commands; those that want a session get ours. */
final class CommandFactory implements IFactory {
    private final CommandContext session;

    CommandFactory(CommandContext session) {
        this.session = session;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == CommandContext.class) {
                // Commands lie in packages of their own, and nobody else makes them.
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(session));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
