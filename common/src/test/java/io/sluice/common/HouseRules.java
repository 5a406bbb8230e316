package io.sluice.common;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;

/** The rules that hold in every module; what a module has of its own is in its {@code ArchitectureTest}. */
public final class HouseRules {

    private HouseRules() {}

    /** No cycles among the packages below {@code root}; all are null-marked, and named for what they hold. */
    public static void packagesAreInOrder(JavaClasses main, String root) {
        SlicesRuleDefinition.slices()
                .matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(main);
        assertThat(main.stream().map(JavaClass::getPackage).distinct())
                .allMatch(javaPackage -> javaPackage.isAnnotatedWith(NullMarked.class), "is @NullMarked")
                .extracting(JavaPackage::getName)
                .noneMatch(name -> name.matches(".*\\.(util|utils|misc|impl|helper)(\\..*)?"));
    }

    /** Classes are closed to extension, and their names say what they are. */
    public static void classesAreClosedAndWellNamed(JavaClasses main) {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should(beClosed())
                .check(main);
        noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)").check(main);
        classes()
                .that()
                .haveSimpleNameEndingWith("Settings")
                .should()
                .beRecords()
                .allowEmptyShould(true)
                .check(main);
    }

    /** Nothing that may run on an event loop waits for anything. */
    public static void nothingBlocks(JavaClasses main) {
        noClasses()
                .should(callAny(Thread.class, "sleep"))
                .orShould(callAny(Thread.class, "join"))
                .orShould(callAny(CompletableFuture.class, "join"))
                .orShould(callAny(CompletableFuture.class, "get"))
                .orShould(callAny(java.util.concurrent.Future.class, "get"))
                .orShould(callAny(CountDownLatch.class, "await"))
                .orShould(callAny(Future.class, "await"))
                .orShould(callAny(Object.class, "wait"))
                .check(main);
    }

    /**
     * A class with mutable state is either confined to an event loop or thread-safe, and says which; a confined one needs no
     * locks.
     *
     * @param unannotated full names of classes that a library fills before any thread runs
     * @param handOver full names of the fields by which other threads hand something to a confined class
     */
    public static void stateSaysWhoMayTouchIt(JavaClasses main, Set<String> unannotated, Set<String> handOver) {
        fields().that()
                .areNotFinal()
                .and()
                .areNotStatic()
                .and()
                .areDeclaredInClassesThat(describe("say so", type -> !unannotated.contains(type.getName())))
                .should()
                .beDeclaredInClassesThat(describe(
                        "are either @EventLoopConfined or @ThreadSafe",
                        type -> isAnnotated(type, EventLoopConfined.class) != isAnnotated(type, ThreadSafe.class)))
                .check(main);
        DescribedPredicate<JavaClass> confined =
                describe("are @EventLoopConfined", type -> isAnnotated(type, EventLoopConfined.class));
        DescribedPredicate<JavaField> handsOver =
                describe("hand something over", field -> handOver.contains(field.getFullName()));
        fields().that()
                .areDeclaredInClassesThat(confined)
                .should()
                .notHaveModifier(JavaModifier.VOLATILE)
                .check(main);
        fields().that()
                .areDeclaredInClassesThat(confined)
                .and(not(handsOver))
                .should()
                .notHaveRawType(resideInAnyPackage("java.util.concurrent..", "org.jctools.."))
                .check(main);
        methods()
                .that()
                .areDeclaredInClassesThat(confined)
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(main);
    }

    /** Logs go through SLF4J, exceptions have names, and only a main class ends the process. */
    public static void theRestOfTheProcessIsLeftAlone(JavaClasses main) {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(main);
        GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(main);
        noClasses()
                .that(not(simpleNameEndingWith("Main")))
                .should(callAny(System.class, "exit"))
                .orShould(callAny(Runtime.class, "exit"))
                .orShould(callAny(Runtime.class, "halt"))
                .check(main);
    }

    /** Tests wait for conditions instead of sleeping, and unit tests start no containers. */
    public static void testsWaitForConditions(JavaClasses tests) {
        noClasses().should(callAny(Thread.class, "sleep")).check(tests);
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Test")
                .should()
                .dependOnClassesThat(resideInAPackage("org.testcontainers.."))
                .check(tests);
    }

    /** Calls of a method, whatever its parameters. */
    public static ArchCondition<JavaClass> callAny(Class<?> owner, String name) {
        return callMethodWhere(describe(
                owner.getSimpleName() + "." + name + " is called",
                call -> call.getName().equals(name) && call.getTargetOwner().isEquivalentTo(owner)));
    }

    /** Calls of, and references to, methods of these names: a method reference is an access too, though no call. */
    public static ArchCondition<JavaClass> touchAny(Class<?> owner, String... names) {
        Set<String> touched = Set.of(names);
        return accessTargetWhere(describe(
                owner.getSimpleName() + "." + String.join("/", names) + " is called or referred to",
                access -> touched.contains(access.getName())
                        && access.getTargetOwner().isEquivalentTo(owner)));
    }

    /** What is true of a class is true of the classes inside it. */
    private static boolean isAnnotated(JavaClass type, Class<?> annotation) {
        return type.isAnnotatedWith(annotation.getName())
                || type.getEnclosingClass()
                        .filter(outer -> isAnnotated(outer, annotation))
                        .isPresent();
    }

    private static ArchCondition<JavaClass> beClosed() {
        return new ArchCondition<>("be final, sealed, abstract or a record") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.reflect().isSealed();
                events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open to extension"));
            }
        };
    }
}
