"use client";

import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import styles from "#components/staff/dashboard/fleet.module.css";
import { timeLeft } from "#kernel/time/times-and-ages.ts";
import type { FleetCustomer } from "#lib/staff/shared/fleet-view.ts";

/** The customer's members, and the invitations that were not accepted yet. */
export function CustomerPeople({
  people,
  invitations,
  now,
}: {
  people: FleetCustomer["people"];
  invitations: FleetCustomer["invitations"];
  now: number;
}) {
  return (
    <Container header={<Header variant="h2">People</Header>}>
      <ul className={styles["list"]}>
        {people.map((person) => (
          <Person key={person.email} email={person.email} aside={capital(person.role)} />
        ))}
        {invitations.map((invitation) => (
          <Person
            key={invitation.id}
            email={invitation.email}
            aside={`${capital(invitation.role)}, invited · expires ${timeLeft(now, invitation.expiresAt)}`}
          />
        ))}
      </ul>
      {people.length + invitations.length === 0 ? <Box color="text-body-secondary">No people yet.</Box> : null}
    </Container>
  );
}

function Person({ email, aside }: { email: string; aside: string }) {
  return (
    <li>
      <span>{email}</span>
      <Box color="text-body-secondary" fontSize="body-s" textAlign="right">
        {aside}
      </Box>
    </li>
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
