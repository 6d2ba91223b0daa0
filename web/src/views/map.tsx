import { Title } from "../parts/ui";

export function MapView() { return <Title>MapView</Title>; }
