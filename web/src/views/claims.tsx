import { Title } from "../parts/ui";

export function Claims() { return <Title>Claims</Title>; }
export function ClaimView() { return <Title>Claim</Title>; }
